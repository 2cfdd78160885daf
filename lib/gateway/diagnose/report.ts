import type { Colour, Diagnosis, DiagnosisLine } from "./evidence";
import { texts } from "./texts";

const shownCharacters = 8;
/** RFC 1918, RFC 6598, and fc00::/7: what a network looks like from inside is nobody's business. */
const privateAddress =
  /\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d{1,3}){2})\b|\bf[cd][0-9a-f]{2}:[0-9a-f:]+/gi;

/**
 * What may leave the house: values of TXT records are cut, because a zone's owner keeps tokens there, and private
 * addresses are hidden. Remedies and notes stay readable.
 */
export function redacted(diagnosis: Diagnosis): Diagnosis {
  const hide = (text: string) => text.replace(privateAddress, texts.privateAddress);
  const lines = diagnosis.lines.map((line) => ({
    ...line,
    id: hide(line.id),
    title: hide(line.title),
    note: hide(line.note),
    remedy: line.remedy === null ? null : hide(line.remedy),
    replies: line.replies.map(({ from, asked, answer, isAnswered }) => ({
      from: hide(from),
      asked,
      answer: isAnswered && isTxt(asked) && answer !== texts.nothing ? cut(answer) : hide(answer),
      isAnswered,
    })),
  }));
  return { ...diagnosis, lines };
}

function isTxt(asked: string): boolean {
  return asked.endsWith(" TXT");
}

function cut(answer: string): string {
  return answer.length <= shownCharacters
    ? answer
    : texts.hidden({ start: answer.slice(0, shownCharacters) });
}

/** To paste into a ticket; redacted. */
export function asText(diagnosis: Diagnosis): string {
  const { host, checkedAt, lines } = redacted(diagnosis);
  const body = lines.flatMap(({ colour, title, note, remedy, replies }) => [
    texts.reportLine({ colour, title, note }),
    ...(remedy === null ? [] : [texts.reportRemedy({ remedy })]),
    ...replies.map((reply) =>
      texts.reportReply({ from: reply.from, asked: reply.asked, answer: reply.answer }),
    ),
  ]);
  return [texts.reportTitle({ host, time: checkedAt }), "", ...body, ""].join("\n");
}

/** The worst colour of the lines. */
export function worstColour(lines: readonly Pick<DiagnosisLine, "colour">[]): Colour {
  const has = (colour: Colour) => lines.some((each) => each.colour === colour);
  return has("red") ? "red" : has("amber") ? "amber" : "green";
}
