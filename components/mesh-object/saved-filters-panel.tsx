"use client";
import { Check, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { dropFilter, isSameQuery, keepFilter, useSavedFilters } from "./saved-filters";
import { texts } from "./texts";

export interface SavedFiltersPanelProps {
  /** The list's title. */
  list: string;
  close: () => void;
}

/** The saved filters of a list: choose one, delete one, or save the current filter with a name. */
export function SavedFiltersPanel({ list, close }: SavedFiltersPanelProps) {
  const router = useRouter();
  const filters = useSavedFilters(list);
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const current = location.search.replace(/^\?/, "");

  function save() {
    const trimmed = name.trim();
    if (trimmed === "") return setError(texts.filterNameRequired);
    if (!keepFilter(list, { name: trimmed, query: current })) return setError(texts.filterNotKept);
    setName("");
    close();
  }

  return (
    <div className="grid gap-3">
      {filters.length === 0 ? (
        <p className="text-muted text-sm">{texts.noSavedFilters}</p>
      ) : (
        <ul aria-label={texts.savedFilters} className="-mx-1 grid max-h-64 overflow-y-auto">
          {filters.map(({ name: saved, query }) => (
            <li key={saved} className="flex items-center rounded-md hover:bg-hover">
              <button
                type="button"
                aria-current={isSameQuery(query, current) || undefined}
                className="flex min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm"
                onClick={() => {
                  router.push(query === "" ? location.pathname : `${location.pathname}?${query}`);
                  close();
                }}
              >
                <Check
                  aria-hidden
                  className={isSameQuery(query, current) ? "size-4 shrink-0" : "size-4 shrink-0 opacity-0"}
                />
                <span className="truncate">{saved}</span>
              </button>
              <IconButton
                size="sm"
                label={texts.deleteFilter({ name: saved })}
                onClick={() => dropFilter(list, saved)}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {current === "" ? (
        <p className="border-line border-t pt-3 text-subtle text-xs">{texts.nothingToSave}</p>
      ) : (
        <form
          className="flex items-end gap-2 border-line border-t pt-3"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field label={texts.filterName} error={error} className="flex-1">
            <Input
              value={name}
              maxLength={60}
              onChange={(event) => {
                setName(event.target.value);
                setError(undefined);
              }}
            />
          </Field>
          <Button type="submit" variant="primary" className={error ? "mb-6" : undefined}>
            {texts.saveFilter}
          </Button>
        </form>
      )}
    </div>
  );
}
