"use client";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/components/access/use-missing-role";
import { Badge } from "@/components/ui/badge";
import { Card, DescriptionList } from "@/components/ui/card";
import { Callout } from "@/components/ui/notices";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonText } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { AccountView } from "@/lib/api/access";
import { accountQuery } from "@/lib/client/account";
import { ApiProblem } from "@/lib/client/request";
import { ApiTokensCard } from "./api-tokens-card";
import { PasswordCard } from "./password-card";
import { roleLabels, scopeLabel } from "./role-labels";
import { SecondFactorCard } from "./second-factor/second-factor-card";
import { SessionsCard } from "./sessions-card";
import { texts } from "./texts";

/** The content of the page "Your account". */
export function AccountBoard() {
  const account = useQuery(accountQuery());
  const { data, error } = account;
  if (error instanceof ApiProblem && error.problem.status === 403)
    return <Callout title={texts.notAUser}>{texts.notAUserHelp}</Callout>;
  if (error) return <QueryFailure what={texts.theAccount} query={account} />;
  if (!data)
    return (
      <Card>
        <SkeletonText lines={6} />
      </Card>
    );
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="grid min-w-0 gap-6">
        <YouCard account={data} />
        {data.hasPassword ? <PasswordCard email={data.email} /> : null}
      </div>
      {data.hasPassword ? (
        <div className="grid min-w-0 gap-6">
          <SecondFactorCard factor={data.secondFactor} />
          <FailuresCard failures={data.failedSignIns} />
        </div>
      ) : null}
      <div className="grid min-w-0 gap-6 lg:col-span-2">
        <SessionsCard />
        <ApiTokensCard grants={data.grants} />
      </div>
    </div>
  );
}

function YouCard({ account: { name, email, groups, grants } }: { account: AccountView }) {
  const isOfCluster = useSession()?.decidedBy === "kubernetes";
  const held = groups.map((group) => <Badge key={group}>{group}</Badge>);
  return (
    <Card title={texts.you}>
      <DescriptionList
        items={[
          { term: texts.name, value: name },
          { term: texts.email, value: email },
          ...(groups.length > 0
            ? [{ term: texts.groups, value: <span className="flex flex-wrap gap-1">{held}</span> }]
            : []),
        ]}
      />
      <h3 className="mt-5 mb-2 font-semibold text-ink text-sm">{texts.mayDo}</h3>
      {grants.length === 0 ? (
        <p className="text-muted text-sm">{texts.nothing}</p>
      ) : (
        <ul className="grid gap-1.5 text-sm">
          {grants.map(({ role, scope, group }) => (
            <li key={`${role} ${scope} ${group}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone="accent">{roleLabels[role]}</Badge>
              <span className="min-w-0 break-words text-ink">{scopeLabel(scope)}</span>
              {group === null ? null : <span className="text-subtle">{texts.ofGroup({ group })}</span>}
            </li>
          ))}
        </ul>
      )}
      {isOfCluster ? <p className="mt-2 text-subtle text-sm">{texts.byCluster}</p> : null}
    </Card>
  );
}

function FailuresCard({ failures }: { failures: AccountView["failedSignIns"] }) {
  if (failures.length === 0) return <Card title={texts.failures} description={texts.noFailures} />;
  return (
    <Card title={texts.failures} description={texts.failuresHelp}>
      <ul className="grid gap-1 text-sm">
        {failures.map(({ at, address }) => (
          <li key={at} className="flex flex-wrap gap-x-2">
            <RelativeTime at={at} className="text-ink" />
            {address ? (
              <span className="wrap-anywhere text-muted">{texts.failedFrom({ address })}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
