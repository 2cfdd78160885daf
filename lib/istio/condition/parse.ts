import type { Condition, ConditionProblem, ConditionResult, Span, Term } from "./condition";
import { type Operator, operators, type SubjectId, subjectIds, subjectOf } from "./subjects";
import { termProblem } from "./term-problem";
import { texts } from "./texts";

/**
 * Reads the text form of a condition; `null` for blank text, which matches everything.
 *
 *     or    = and { "or" and }          term = subject [ name ] [ operator ] value [ "ignoring" "case" ]
 *     and   = unary { "and" unary }            | subject name "present"
 *     unary = "not" unary | "(" or ")" | term
 * Keywords are case-insensitive; without an operator, `exact` applies. Returns the first mistake with its position.
 */
export function parseCondition(text: string): ConditionResult<Condition | null> {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 1) return { ok: true, value: null };
  try {
    return { ok: true, value: parseAll(tokens.value) };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Carries a problem out of the recursion; it never leaves this file. */
class SyntaxProblem extends Error {
  readonly problem: ConditionProblem;
  constructor(problem: ConditionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function parseAll(tokens: Token[]): Condition {
  let position = 0;
  const peek = () => tokens[position] ?? (tokens.at(-1) as Token);
  const next = () => {
    const token = peek();
    position++;
    return token;
  };
  const isWord = (word: string) => peek().kind === "word" && peek().text === word;

  function fail(message: string, at: { start: number; end: number }, expected?: readonly string[]): never {
    const { start, end } = at;
    throw new SyntaxProblem({ message, start, end, ...(expected ? { expected: [...expected] } : {}) });
  }

  function chain(kind: "and" | "or", operand: () => Condition): Condition {
    const conditions = [operand()];
    while (isWord(kind)) {
      next();
      conditions.push(operand());
    }
    const [only] = conditions;
    return conditions.length === 1 && only ? only : { kind, conditions };
  }
  const or = (): Condition => chain("or", and);
  const and = (): Condition => chain("and", unary);

  function unary(): Condition {
    const token = peek();
    if (isWord("not")) {
      next();
      return { kind: "not", condition: unary(), at: { start: token.start, end: token.end } };
    }
    if (token.kind !== "open") return term();
    next();
    const inner = or();
    if (peek().kind !== "close") fail(texts.closeMissing, peek(), [")", "and", "or"]);
    next();
    return inner;
  }

  function subject(): SubjectId {
    const first = next();
    const starts = subjectIds.filter((id) => subjectOf(id).words[0] === first.text);
    if (first.kind !== "word" || starts.length === 0) {
      const words = [...new Set(subjectIds.map((id) => subjectOf(id).words[0])), "not", "("];
      fail(
        first.kind === "end" ? texts.conditionMissing : texts.unknownSubject({ text: first.text }),
        first,
        words,
      );
    }
    const [single] = starts;
    if (single && subjectOf(single).words.length === 1) return single;
    const second = next();
    const found = starts.find((id) => second.kind === "word" && subjectOf(id).words[1] === second.text);
    const words = starts.map((id) => subjectOf(id).words[1] ?? "");
    return found ?? fail(texts.secondWord({ first: first.text, words: words.join(" or ") }), second, words);
  }

  function term(): Term {
    const start = peek().start;
    const id = subject();
    const { named, numeric, operators: allowed } = subjectOf(id);
    const name = named ? string(texts.nameInQuotes({ name: named })).text : undefined;
    const operator = operatorOf(allowed);
    let value: string | undefined;
    if (operator !== "present") {
      const message = numeric ? texts.portMissing : texts.valueInQuotes;
      value = numeric && peek().kind === "number" ? next().text : string(message).text;
    }
    let end = tokens[position - 1]?.end ?? start;
    const ignoreCase = id === "uri" && isWord("ignoring");
    if (ignoreCase) {
      next();
      if (!isWord("case")) fail(texts.caseMissing, peek(), ["case"]);
      end = next().end;
    }
    const read: Term = {
      kind: "term",
      subject: id,
      ...(name === undefined ? {} : { name }),
      operator,
      ...(value === undefined ? {} : { value }),
      ...(ignoreCase ? { ignoreCase } : {}),
      at: { start, end },
    };
    const problem = termProblem(read);
    return problem ? fail(problem, { start, end }) : read;
  }

  function operatorOf(allowed: readonly Operator[]): Operator {
    if (peek().kind !== "word") return "exact";
    const token = next();
    const found = operators.find((operator) => operator === token.text);
    if (found && allowed.includes(found)) return found;
    return fail(texts.expectedHere({ allowed: allowed.join(", "), found: token.text }), token, allowed);
  }

  function string(message: string): Token {
    return peek().kind === "string" ? next() : fail(message, peek(), ['""']);
  }

  const condition = or();
  if (peek().kind === "close") fail(texts.nothingToClose, peek());
  if (peek().kind !== "end") fail(texts.expectedAndOr({ found: peek().text }), peek(), ["and", "or"]);
  return condition;
}

interface Token extends Span {
  kind: "word" | "string" | "number" | "open" | "close" | "end";
  /** A word in lowercase, a string without its quotes and escapes, or the digits of a number. */
  text: string;
}

/**
 * Splits a condition into tokens; the last one is `end`. In a string, `\"` and `\\` are escapes; any other backslash stands
 * for itself, so you can write regular expressions as they are.
 */
function tokenize(text: string): ConditionResult<Token[]> {
  const tokens: Token[] = [];
  const pattern = /\s+|([A-Za-z][\w-]*)|(\d+)|([()])|(["'])/y;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) return unexpected(text, start);
    const [, word, digits, parenthesis, quote] = match;
    const end = pattern.lastIndex;
    if (word) tokens.push({ kind: "word", text: word.toLowerCase(), start, end });
    if (digits) tokens.push({ kind: "number", text: digits, start, end });
    if (parenthesis)
      tokens.push({ kind: parenthesis === "(" ? "open" : "close", text: parenthesis, start, end });
    if (quote) {
      const token = readString(text, start, quote);
      if (!token)
        return {
          ok: false,
          problem: { message: texts.quoteMissing({ quote }), start, end: text.length },
        };
      tokens.push(token);
      pattern.lastIndex = token.end;
    }
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return { ok: true, value: tokens };
}

function readString(text: string, start: number, quote: string): Token | null {
  let value = "";
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === quote) return { kind: "string", text: value, start, end: index + 1 };
    const next = text.charAt(index + 1);
    if (character === "\\" && (next === quote || next === "\\")) {
      value += next;
      index++;
    } else value += character;
  }
  return null;
}

function unexpected(text: string, start: number): ConditionResult<never> {
  const found = text.slice(start).match(/^\S+/)?.[0] ?? "";
  const message = texts.notUnderstood({ found, example: 'uri prefix "/service1"' });
  return { ok: false, problem: { message, start, end: start + found.length } };
}
