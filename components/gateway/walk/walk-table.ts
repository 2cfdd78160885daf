import { steps } from "@/lib/gateway/steps";

/** A line of the table of steps, as a picture of the walk needs it. */
export interface WalkTableStep {
  id: string;
  title: string;
  purpose: string;
  needs: readonly string[];
}

/** The table of steps without what only a server can run. A new step is drawn without a change here. */
export const walkTable: readonly WalkTableStep[] = steps.map(({ id, title, purpose, needs }) => ({
  id,
  title,
  purpose,
  needs: [...needs],
}));
