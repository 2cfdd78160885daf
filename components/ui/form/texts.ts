import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  filters: "Filters",
  filtersSet: "Filters ({count})",
  noSuggestions: "No suggestions. You can use what you typed.",
  noMatches: "No matches",
  moreOptions: "{count} more. Type to narrow the list.",
  typeForMore: "Type to find more.",
  searching: "Searching…",
  optionList: "Options",
  firstOptions:
    "{count, plural, one {# option} other {# options}}, the first {shown} shown. Type to narrow the list.",
  options: "{count, plural, one {# option} other {# options}}",
  characters: "{count, plural, one {# character} other {# characters}}",
  pastedText: "Pasted text",
  chooseAnother: "Choose another",
  pasteHere: "Paste the {what} here",
  chooseFile: "Choose a file",
  dropHere: "or drop it here",
  chooseThe: "Choose the {what}",
  keyOf: "Key of {name} {number}",
  valueOf: "Value of {name} {number}",
  tooLarge: "This file is larger than 1 MiB. Choose another.",
  notText: "This file isn’t text. Choose another.",
  removeItem: "Remove {name}",
  clear: "Clear",
  keepValue: "Keep the stored value",
  valueStored: "A value is stored.",
  replace: "Replace",
  remove: "Remove",
});
