import { Badge, type State, StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { PageLink } from "@/components/ui/link";
import type { Column } from "@/components/ui/table/columns";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import { gatewayPath } from "@/components/virtual-cluster/paths";
import type { TlsSecretView } from "@/lib/api/tls-secret";
import { texts } from "./texts";

/** How each state of a Secret looks, and what it is called. */
const states = {
  usable: ["done", texts.usable],
  "near-end": ["waiting", texts.nearEnd],
  expired: ["failed", texts.expired],
  mismatched: ["failed", texts.mismatched],
  unusable: ["failed", texts.unusable],
  incomplete: ["failed", texts.incomplete],
  absent: ["failed", texts.absent],
  unreadable: ["blocked", texts.unreadable],
  unknown: ["idle", texts.unknown],
} as const satisfies Record<TlsSecretView["state"], readonly [State, string]>;

/** The state of a Secret, and that of its upkeep. */
export function SecretBadges({ secret }: { secret: TlsSecretView }) {
  const [state, label] = states[secret.state];
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <StatusBadge state={state}>{label}</StatusBadge>
      {secret.certManager ? <Badge tone="outline">{texts.certManager}</Badge> : null}
    </span>
  );
}

/** What is wrong with the certificate beside its state, as sentences. */
export function flawsOf({ certificate, uses }: Pick<TlsSecretView, "certificate" | "uses">): string[] {
  const uncovered = [...new Set(uses.flatMap((use) => use.uncovered))];
  return [
    ...(uncovered.length > 0 ? [texts.uncovered({ hosts: uncovered.join(", ") })] : []),
    ...(certificate?.incompleteChain ? [texts.incompleteChain] : []),
  ];
}

const mono = "block min-w-0 font-mono text-[0.8125rem]";

/** The table of TLS Secrets of others. */
export const foreignColumns: readonly Column<TlsSecretView>[] = [
  {
    id: "name",
    header: texts.secret,
    sortable: true,
    atLeastPx: 176,
    width: "minmax(0,1.4fr)",
    cell: ({ namespace, name }) => (
      <span className={mono}>
        <Breakable text={name} />
        <span className="block font-normal text-subtle text-xs">{namespace}</span>
      </span>
    ),
  },
  {
    id: "state",
    header: texts.state,
    sortable: true,
    rank: 0,
    atLeastPx: 144,
    cell: (secret) => (
      <span className="block">
        <SecretBadges secret={secret} />
        {flawsOf(secret).map((flaw) => (
          <span key={flaw} className="mt-0.5 block whitespace-normal break-words text-waiting text-xs">
            {flaw}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: "gateways",
    header: texts.gateways,
    atLeastPx: 144,
    width: "minmax(0,1.3fr)",
    cell: ({ uses }) => (
      <span className={mono}>
        {[...new Map(uses.map((use) => [`${use.virtualCluster} / ${use.gateway}`, use]))].map(
          ([label, { virtualCluster, gateway }]) => (
            <PageLink
              key={label}
              href={gatewayPath(virtualCluster, gateway)}
              className="relative block rounded-sm underline-offset-3 hover:underline"
            >
              {label}
            </PageLink>
          ),
        )}
      </span>
    ),
  },
  {
    id: "names",
    header: texts.names,
    sortable: true,
    rank: 2,
    cell: ({ certificate }) => (
      <span className={mono}>
        <Breakable text={certificate?.names.join(", ") ?? ""} />
      </span>
    ),
  },
  {
    id: "issuer",
    header: texts.issuer,
    sortable: true,
    rank: 2,
    cell: ({ certificate }) => <span className="text-muted">{certificate?.issuer}</span>,
  },
  {
    id: "key",
    header: texts.key,
    rank: 3,
    width: "6rem",
    atLeastPx: 96,
    cell: ({ certificate }) => <span className="text-muted">{certificate?.keyType}</span>,
  },
  {
    id: "validity",
    header: texts.validity,
    sortable: true,
    rank: 0,
    atLeastPx: 128,
    width: "minmax(8rem,1fr)",
    cell: ({ name, certificate }) =>
      certificate ? (
        <ValidityBar
          compact
          label={texts.validityOf({ name })}
          notBefore={certificate.notBefore}
          notAfter={certificate.notAfter}
        />
      ) : null,
  },
];
