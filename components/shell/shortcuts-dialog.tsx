"use client";
import { Fragment } from "react";
import { Kbd } from "@/components/ui/button";
import { Dialog } from "@/components/ui/overlay/dialog";
import { dialogTexts } from "./dialog-texts";
import { texts } from "./texts";

/** An action and its keys; a plus sign joins keys to press together. */
type Shortcut = [does: string, ...keys: string[]];

const places: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: dialogTexts.everywhere,
    shortcuts: [
      [texts.opensSearch, "Ctrl+K", "⌘+K"],
      [dialogTexts.showsShortcuts, "?"],
      [dialogTexts.closes, "Esc"],
    ],
  },
  {
    title: dialogTexts.menusAndTabs,
    shortcuts: [
      [dialogTexts.choosesEntry, "↑", "↓"],
      [dialogTexts.choosesTab, "←", "→"],
      [dialogTexts.choosesFirstOrLast, "Home", "End"],
    ],
  },
  {
    title: dialogTexts.forms,
    shortcuts: [
      [dialogTexts.takesSuggestion, "Enter"],
      [dialogTexts.movesRoute, "Alt+↑", "Alt+↓"],
      [dialogTexts.movesWeight, "←", "→"],
    ],
  },
  {
    title: dialogTexts.yamlEditor,
    shortcuts: [
      [dialogTexts.suggestsFields, `Ctrl+${dialogTexts.space}`],
      [dialogTexts.undoes, "Ctrl+Z", "⌘+Z"],
    ],
  },
];

/** The panel's keys, by where they work. */
export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog {...props} title={dialogTexts.shortcuts}>
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
                        {index > 0 ? dialogTexts.or : null}
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
