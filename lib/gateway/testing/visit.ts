import type { Report } from "@/lib/gateway/walk/report";
import { reportOf } from "@/lib/gateway/walk/reporting";
import { walk } from "@/lib/gateway/walk/walk";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { StepId } from "../steps";
import { type FakeWorld, shop } from "./fake-world";

/**
 * Visits as the runner does, at the times that the reports ask for, until nothing is due within `horizonInSeconds`.
 */
export async function visit(
  fake: FakeWorld,
  visits = 1,
  before: Report[] = [],
  target: SecuredHost = shop,
): Promise<Report[]> {
  let reports = before;
  for (let count = 0; count < visits; count += 1) {
    const results = await walk(target, fake.world, { before: reports });
    reports = results.map((result) =>
      reportOf(
        result,
        reports.find(({ step }) => step === result.step),
        fake.now,
      ),
    );
    fake.now = new Date(fake.now.getTime() + 1000);
  }
  return reports;
}

export function report(reports: Report[], id: StepId): Report {
  const found = reports.find(({ step }) => step === id);
  if (!found) throw new Error(`no report of ${id}`);
  return found;
}
