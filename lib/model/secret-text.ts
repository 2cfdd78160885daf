/**
 * A secret while it is passed on. However it is printed, by mistake or inside of something else, only a placeholder appears:
 * as JSON, in a template, in a log line, in an error's cause, or as Node shows an object. Whoever uses the secret itself
 * calls `reveal`, which is easy to search for.
 */
export class SecretText {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  /** https://nodejs.org/api/util.html#utilinspectcustom */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return placeholder;
  }
}

const placeholder = "[secret]";
