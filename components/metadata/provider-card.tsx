import { PlugZap } from "lucide-react";
import { Children, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { TextLink } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import type { MetadataEntry, MetadataGroup } from "@/lib/api/metadata";
import type { MetadataOwner } from "@/lib/client/metadata";
import { CheckRegistrar, hasBegun, type ProviderCardProps } from "./check-registrar";
import { FoldedGroup } from "./folded-group";
import { KnownField, SendTest } from "./known-field";
import { texts } from "./texts";
import type { useMetadataEditor } from "./use-metadata-editor";

interface ProviderCardsProps {
  owner: MetadataOwner;
  groups: readonly MetadataGroup[];
  entries: readonly MetadataEntry[];
  editor: ReturnType<typeof useMetadataEditor>;
}

/**
 * A card for each group, folded where all is optional and nothing is set. Of the many DNS providers, those with settings have a card, or the first one while none
 * has; a choice opens the others.
 */
export function ProviderCards({ owner, groups, entries, editor }: ProviderCardsProps) {
  const [opened, setOpened] = useState<readonly string[]>([]);
  const entriesOf = ({ title }: MetadataGroup) =>
    entries.filter(({ wellKnown }) => wellKnown?.group === title);
  const providers = groups.filter(({ checkable }) => checkable);
  const registrars = groups.filter(({ registrar }) => registrar !== undefined);
  const isBegun = (group: MetadataGroup) => hasBegun(group, entriesOf(group), editor.draft);
  const isOpened = ({ title }: MetadataGroup) => opened.includes(title);
  const isNone = !providers.some((group) => isBegun(group) || isOpened(group));
  const isShown = (group: MetadataGroup) =>
    isBegun(group) || isOpened(group) || (isNone && group === providers[0]);
  const card = (group: MetadataGroup) => (
    <ProviderCard key={group.title} owner={owner} group={group} entries={entriesOf(group)} editor={editor} />
  );
  return (
    <>
      {providers.filter(isShown).map(card)}
      <Choice
        label={texts.otherProvider}
        placeholder={texts.chooseProvider}
        hidden={providers.filter((group) => !isShown(group))}
        onChoose={(title) => setOpened([...opened, title])}
      />
      {registrars.filter(isShown).map(card)}
      <Choice
        label={registrars.some(isShown) ? texts.otherRegistrar : texts.registrar}
        help={texts.registrarHelp}
        placeholder={texts.chooseRegistrar}
        hidden={registrars.filter((group) => !isShown(group))}
        onChoose={(title) => setOpened([...opened, title])}
      />
      {groups.filter(({ checkable, registrar }) => !checkable && registrar === undefined).map(card)}
    </>
  );
}

interface ChoiceProps {
  label: string;
  help?: string;
  placeholder: string;
  hidden: readonly MetadataGroup[];
  onChoose: (title: string) => void;
}

/** Opens the card of one of many. */
function Choice({ label, help, placeholder, hidden, onChoose }: ChoiceProps) {
  if (hidden.length === 0) return null;
  return (
    <Card>
      <Field label={label} help={help}>
        <Select
          placeholder={placeholder}
          options={hidden.map(({ title }) => ({ value: title, label: title }))}
          value=""
          onChange={(event) => onChoose(event.target.value)}
        />
      </Field>
    </Card>
  );
}

/** The keys of one group, e.g. a DNS provider, and whether they work. */
function ProviderCard({ owner, group, entries, editor }: ProviderCardProps) {
  const { draft, problems, saves, check, saving } = editor;
  const { title, description, checkable } = group;
  const isBegun = hasBegun(group, entries, draft);
  const isOurs = check.data?.key === undefined || entries.some(({ key }) => key === check.data?.key);
  const result = isOurs ? check.data : undefined;
  const fields = entries.map((entry) => {
    const destination = group.destinations?.find(({ key }) => key === entry.key);
    return (
      <div key={`${entry.key}/${saves}`} className="grid gap-2">
        <KnownField
          entry={entry}
          value={draft.fields[entry.key]}
          error={problems.fields[entry.key]}
          check={result && !result.ok && result.key === entry.key ? result : undefined}
          onChange={(value) => editor.setField(entry.key, value)}
        />
        {destination && owner !== null ? (
          <SendTest virtualCluster={owner} destination={destination} entry={entry} editor={editor} />
        ) : null}
      </div>
    );
  });
  if (!checkable && group.registrar === undefined)
    return (
      <FoldedGroup group={group} entries={entries} editor={editor}>
        {fields}
      </FoldedGroup>
    );
  return (
    <Card
      title={title}
      description={description}
      actions={
        checkable ? (
          <Button
            icon={<PlugZap aria-hidden />}
            busy={check.isPending}
            disabled={saving || !isBegun}
            onClick={check.run}
          >
            {texts.check}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-5">
        <Inheritance group={group} isOwn={entries.some(({ set }) => set)} />
        {fields}
        {group.registrar === undefined ? null : (
          <CheckRegistrar owner={owner} group={group} entries={entries} editor={editor} />
        )}
        {checkable ? (
          <div role="status" className="empty:hidden">
            {check.isPending ? <Callout title={texts.asking({ provider: title })} /> : null}
            {result?.ok ? (
              <Callout
                tone="done"
                title={Object.keys(check.variables ?? {}).length > 0 ? texts.worksUnsaved : texts.works}
              >
                {result.note}
              </Callout>
            ) : null}
            {result?.warning === undefined ? null : (
              <Callout tone="waiting" className="mt-2">
                {result.warning}
              </Callout>
            )}
            {result && !result.ok && result.key === undefined ? (
              <Callout tone="blocked" title={result.note}>
                {result.remedy}
              </Callout>
            ) : null}
            {check.isError ? (
              <Callout tone="failed" title={texts.notChecked}>
                {check.error.message}
              </Callout>
            ) : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}

/** The installation's settings of this provider, and whether they apply here. */
function Inheritance({ group, isOwn }: { group: MetadataGroup; isOwn: boolean }) {
  const { title, inherited, source } = group;
  if (!inherited) return null;
  if (source === "virtual-cluster") return <p className="text-muted text-sm">{texts.overrides}</p>;
  if (source !== "installation")
    return isOwn ? <Callout tone="waiting">{texts.incomplete({ provider: title })}</Callout> : null;
  return (
    <Callout title={texts.inherited({ provider: title })}>
      <ul className="my-1">
        {Object.entries(inherited).map(([label, value]) => (
          <li key={label} className="break-words">
            {Children.toArray(
              texts.inheritedValue({
                label,
                value: <span className="break-all font-mono text-xs">{value}</span>,
              }),
            )}
          </li>
        ))}
      </ul>
      {Children.toArray(
        texts.inheritedHelp({ settings: <TextLink href="/settings">{texts.settings}</TextLink> }),
      )}
    </Callout>
  );
}
