import type { ChildProcess } from "node:child_process";

interface Question {
  id: number;
  name: string;
  argument: unknown;
}
interface Reply {
  id: number;
  value?: unknown;
  problem?: string;
}

let lastId = 0;

/** Calls a function that a child offers with `offer`. Rejects with its problem, or when the child has gone. */
export function ask<Value>(child: ChildProcess, name: string, argument?: unknown): Promise<Value> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      child.off("message", hear);
      child.off("exit", gone);
      end();
    };
    const gone = () => settle(() => reject(new Error(`The process ended while it was asked for ${name}.`)));
    const hear = (message: Reply) => {
      if (message.id !== id) return;
      settle(() =>
        message.problem === undefined
          ? resolve(message.value as Value)
          : reject(new Error(`${name}: ${message.problem}`)),
      );
    };
    child.setMaxListeners(0);
    child.on("message", hear);
    child.on("exit", gone);
    child.send({ id, name, argument } satisfies Question);
  });
}

/** Offers functions to the process that started this one, and ends with it. */
export function offer(functions: Record<string, (argument: never) => unknown>): void {
  process.on("disconnect", () => process.exit(0));
  process.on("message", async ({ id, name, argument }: Question) => {
    try {
      const value = await functions[name]?.(argument as never);
      process.send?.({ id, value } satisfies Reply);
    } catch (thrown) {
      const problem = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      process.send?.({ id, problem } satisfies Reply);
    }
  });
}

/** Milliseconds since the epoch, with fractions; the same in every process of this machine. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
