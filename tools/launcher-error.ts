/** PostgreSQL cannot be started here; the message says what to do and holds no secret. */
export class LauncherError extends Error {}
