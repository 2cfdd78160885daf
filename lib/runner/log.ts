/** The part of a pino logger that the runner uses. */
export interface RunnerLog {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}
