import { Checkbox } from "@/components/ui/form/checkbox";
import type { WildcardReview } from "@/lib/api/wildcard";
import { texts } from "./texts";

interface GatewayChoiceProps {
  label: string;
  choices: WildcardReview["gateways"];
  /** Not chosen. */
  dropped: ReadonlySet<string>;
  /** By gateway: why it couldn't be changed. */
  problems: Readonly<Record<string, string>>;
  onChange: (dropped: ReadonlySet<string>) => void;
}

/** The gateways with their hosts, all chosen at first. */
export function GatewayChoice({ label, choices, dropped, problems, onChange }: GatewayChoiceProps) {
  const names = choices.map(({ name }) => name);
  const isAll = names.every((name) => !dropped.has(name));
  const isNone = names.every((name) => dropped.has(name));
  const toggle = (name: string) => {
    const next = new Set(dropped);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-ink text-sm">{label}</legend>
      <div className="rounded-lg border border-line">
        {choices.length > 1 ? (
          <Checkbox
            className="border-line border-b bg-sunken px-3 py-2"
            label={texts.all({ count: choices.length })}
            checked={isAll}
            indeterminate={!isAll && !isNone}
            onChange={() => onChange(isAll ? new Set(names) : new Set())}
          />
        ) : null}
        <ul className="max-h-56 divide-y divide-line overflow-y-auto">
          {choices.map(({ name, hosts, waiting }) => (
            <li key={name} className="px-3 py-1.5">
              <Checkbox
                label={<span className="break-all font-mono text-[0.8125rem]">{name}</span>}
                help={
                  <span className="break-all">
                    {hosts.join(", ")}
                    {waiting > 0 ? ` · ${texts.waits}` : ""}
                  </span>
                }
                checked={!dropped.has(name)}
                onChange={() => toggle(name)}
              />
              {problems[name] === undefined ? null : (
                <p className="pt-0.5 pl-6 text-failed text-xs">{problems[name]}</p>
              )}
            </li>
          ))}
        </ul>
      </div>
    </fieldset>
  );
}
