/** One thing that was looked at before anything is changed. */
export interface PreflightCheck {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do when it is not ok. */
  readonly hint?: string;
  /** Code of the error behind it, when it is not ok. */
  readonly code?: string;
  /** What kind of failure it is when it is not ok. Default `outside`. */
  readonly kind?: 'invalid' | 'outside';
}

/** Reads (never writes) to learn whether a promotion can go through: identity, region, permissions, bucket, state machine. */
export interface Preflight {
  run(request: { readonly trigger: boolean; readonly prefix: string }): Promise<PreflightCheck[]>;
}
