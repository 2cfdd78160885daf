"use client";
import { Fragment } from "react";
import { Kbd } from "@/components/ui/button";
import { Dialog } from "@/components/ui/overlay/dialog";
import { texts } from "./texts";

/** An action and its keys; a plus sign joins keys to press together. */
type Shortcut = [does: string, ...keys: string[]];

const places: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: texts.everywhere,
    shortcuts: [
      [texts.opensSearch, "Ctrl+K", "⌘+K"],
      [texts.showsShortcuts, "?"],
      [texts.closes, "Esc"],
    ],
  },
  {
    title: texts.menusAndTabs,
    shortcuts: [
      [texts.choosesEntry, "↑", "↓"],
      [texts.choosesTab, "←", "→"],
      [texts.choosesFirstOrLast, "Home", "End"],
    ],
  },
  {
    title: texts.forms,
    shortcuts: [
      [texts.takesSuggestion, "Enter"],
      [texts.movesRoute, "Alt+↑", "Alt+↓"],
      [texts.movesWeight, "←", "→"],
    ],
  },
  {
    title: texts.yamlEditor,
    shortcuts: [
      [texts.suggestsFields, `Ctrl+${texts.space}`],
      [texts.undoes, "Ctrl+Z", "⌘+Z"],
    ],
  },
];

/** The panel's keys, by where they work. */
export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog {...props} title={texts.shortcuts}>
      <div className="grid gap-5">
        {places.map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
            <dl className="divide-y divide-line">
              {shortcuts.map(([does, ...keys]) => (
                <div key={does} className="flex items-center justify-between gap-4 py-1.5">
                  <dt className="text-ink text-sm">{does}</dt>
                  <dd className="flex shrink-0 items-center gap-1.5 text-subtle text-xs">
                    {keys.map((together, index) => (
                      <Fragment key={together}>
                        {index > 0 ? texts.or : null}
                        <span className="flex gap-0.5">
                          {together.split("+").map((key) => (
                            <Kbd key={key}>{key}</Kbd>
                          ))}
                        </span>
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
