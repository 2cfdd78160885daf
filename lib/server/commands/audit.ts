import { parseArgs } from "node:util";
import { Failure } from "@/lib/gateway/failure";
import { auditOf } from "@/lib/store/audit/audit";
import { openDatabase } from "@/lib/store/open-store";
import type { Environment } from "../environment";
import { texts } from "./texts";

/** `lamia audit verify [--contains NUMBER:HASH]`: exits with 1 if the audit isn't what was written. */
export async function audit([action, ...words]: string[], environment: Environment): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { contains: { type: "string" } },
  });
  const place = /^(\d{1,15}):([0-9a-f]{64})$/.exec(values.contains ?? "");
  const isWrong = values.contains !== undefined && !place;
  if (action !== "verify" || positionals.length > 0 || isWrong) throw new Failure("rejected", texts.usage);
  const { LAMIA_HOME: home, DATABASE_URL: url } = environment;
  const database = await openDatabase({ home, databaseUrl: url?.reveal() });
  try {
    const chain = auditOf(database);
    const { broken, entries, anchor, last } = await chain.verify();
    if (broken) throw new Failure("rejected", broke(broken));
    if (place) {
      const [, number, hash] = place;
      const seq = Number(number);
      const found = seq === anchor.seq ? anchor.hash : (await chain.read(seq))?.hash;
      if (found !== hash) throw new Failure("rejected", texts.auditWithout({ seq }));
    }
    console.log(texts.auditVerified({ entries, removed: anchor.seq, seq: last.seq, hash: last.hash }));
  } finally {
    await database.close();
  }
}

function broke({ what, seq }: { what: "missing" | "changed" | "removed"; seq: number }): string {
  if (what === "missing") return texts.auditMissing({ seq });
  return what === "changed" ? texts.auditChanged({ seq }) : texts.auditRemoved({ seq });
}
