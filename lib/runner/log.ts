/** What the runner says of itself. None of these names is one whose value the log leaves out. */
interface Fields {
  err?: unknown;
  /** What a visit is to: `namespace/gateway:port=host`; or what a task is about. */
  subject?: string;
  task?: string;
  kind?: string;
  lane?: string;
  delayInSeconds?: number;
  reason?: string;
  warning?: unknown;
}

type Write = (fields: Fields, message: string) => void;

/** The part of a logger that the runner uses. As properties, so that the compiler compares their fields. */
export interface RunnerLog {
  error: Write;
  warn: Write;
  debug: Write;
}
