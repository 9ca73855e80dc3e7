import { randomUUID } from 'node:crypto';

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** A new trace id: 32 hex digits. (UUIDs are drawn from a pool; randomBytes is a system call each time.) */
export function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}

/** The traceparent of one hop in the trace. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-${newTraceId().slice(16)}-01`;
}

/** The trace id that a traceparent names, or undefined where there is none or it is malformed. */
export function traceIdOf(header: unknown): string | undefined {
  return typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
}
