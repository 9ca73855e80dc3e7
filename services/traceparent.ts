import { randomBytes } from 'node:crypto';

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** A new trace id: 32 hex digits. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** The traceparent of one hop in the trace. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

/** The trace id that a traceparent names, or undefined where there is none or it is malformed. */
export function traceIdOf(header: unknown): string | undefined {
  return typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
}
