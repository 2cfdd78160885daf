import type { DnsChallenge, PendingOrder } from "@/lib/gateway/certificate/pending-order";
import type { CertificateInfo, Zone } from "@/lib/gateway/model";
import type { CertificateAuthority, CertificateChain, Csr, Vault, World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { advanceOrder } from "./order-progress";

/** A key that lives as long as its trial, in memory. */
export interface TrialKey {
  csr: Csr;
  /** Throws `rejected` if the chain isn't for this key. */
  accept(chain: CertificateChain): CertificateInfo;
}

export interface Trial {
  target: SecuredHost;
  zone: Zone;
  /** The virtual cluster that the certificate would be for. */
  holder: string;
  /** The staging CA. */
  ca: CertificateAuthority;
  newKey(names: readonly string[]): Promise<TrialKey>;
  /** Called before anything is written into DNS, with what has to be removed afterwards. */
  onChallenges(challenges: readonly DnsChallenge[]): Promise<void>;
  /** Resolves when it is time to look again; throws to end the trial. */
  wait(note: string, pollAt: Date | null): Promise<void>;
}

/**
 * Takes an order at a staging CA the same way as a real one, but with a key in memory: it reads and writes no Secret, and
 * publishes nothing. The challenges stay in DNS, and the caller removes them, even if this throws.
 */
export async function tryOrder(trial: Trial, everywhere: World): Promise<CertificateInfo> {
  const { target, zone, holder } = trial;
  const { vault, pending } = trialVault(everywhere.vault, trial);
  const world = { ...everywhere, ca: trial.ca, fallbackCas: [], vault };
  const { host: id } = target;
  const work = { target, id, names: [id], zone, holder, replaces: null };
  for (;;) {
    const progress = await advanceOrder({ ...work, found: pending() }, world);
    if (progress.kind === "collected") return progress.certificate;
    await trial.wait(progress.note, progress.kind === "waiting" ? progress.pollAt : null);
  }
}

/** Has only what an order needs: anything else would be a mistake, and throws. */
function trialVault(
  real: Vault,
  { newKey, onChallenges }: Trial,
): { vault: Vault; pending(): PendingOrder | null } {
  let order: PendingOrder | null = null;
  let key: TrialKey | null = null;
  const no = (): never => {
    throw new Error("A trial touches no Secret.");
  };
  const refusing = Object.fromEntries(Object.keys(real).map((name) => [name, no])) as unknown as Vault;
  const currentKey = () => key ?? no();
  const vault: Vault = {
    ...refusing,
    async begin(_host, names) {
      key = await newKey(names);
      order = { names, url: null, startedAt: new Date().toISOString(), challenges: [], collected: false };
      return order;
    },
    async save(_host, next) {
      if (next.challenges.length > 0 && order?.challenges.length === 0) await onChallenges(next.challenges);
      order = next;
    },
    signingRequest: async () => currentKey().csr,
    keep: async (_host, chain) => currentKey().accept(chain),
    async drop() {
      order = null;
    },
  };
  return { vault, pending: () => order };
}
