import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const looks = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--sunken)", color: "var(--ink)", fontSize: "0.75rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.25rem" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--subtle)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": {
    backgroundColor: "color-mix(in oklab, var(--selected) 45%, transparent)",
  },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in oklab, var(--focus) 30%, transparent)",
  },
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "0.375rem",
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    boxShadow: "var(--shadow-high)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--selected)",
    color: "var(--ink)",
  },
  ".cm-completionDetail": { color: "var(--subtle)" },
  ".cm-diagnostic": { padding: "0.375rem 0.625rem", fontFamily: "var(--font-sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--failed-solid)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--waiting-solid)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--failed-solid)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--waiting-solid)",
    textUnderlineOffset: "3px",
  },
  // The merge view's own colors work on light pages only.
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--done-soft) !important" },
  ".cm-deletedChunk, .cm-deletedLine": { backgroundColor: "var(--failed-soft) !important" },
  ".cm-changedText": {
    background: "color-mix(in oklab, var(--done-solid) 18%, transparent) !important",
  },
  ".cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in oklab, var(--failed-solid) 18%, transparent) !important",
  },
  // Few fonts have the library's own icons.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"⋯"' },
  ".cm-collapsedLines": {
    color: "var(--muted)",
    background: "var(--hover)",
    fontFamily: "var(--font-sans)",
  },
});

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent-ink)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--running)" },
  { tag: [tags.comment, tags.meta], color: "var(--subtle)" },
]);

/** The panel's colors as tokens, so that both themes apply automatically. */
export const editorTheme = [looks, syntaxHighlighting(highlight)];
