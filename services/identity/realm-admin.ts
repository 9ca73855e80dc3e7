/**
 * What an administrator does to a realm while a lesson runs. What it does to the user and the realm is put back when the lesson's hold on the
 * provider ends. Each throws a TutorialError where the provider does not do it.
 */
export interface RealmAdmin {
  /** Ends a session, by the `sid` of its tokens, for good; that it has ended already is no error. */
  endSession(sid: string, signal: AbortSignal): Promise<void>;
  /** Shuts the lesson's user out, or lets the user in again. */
  setUserEnabled(enabled: boolean, signal: AbortSignal): Promise<void>;
  /** Has every token refused that was issued before, in seconds since the epoch; undefined: as it was before the lesson. */
  setNotBefore(seconds: number | undefined, signal: AbortSignal): Promise<void>;
}
