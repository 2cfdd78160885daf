import ts from "typescript";

/** A visible text outside a catalogue. */
export interface VisibleText {
  /** The literal, the template or the text between tags. */
  node: ts.Node;
  line: number;
  /** With `{}` for each expression in a template. */
  text: string;
}

/** Functions whose arguments are for programs, developers or the log. */
const notForPeople =
  /^(cn|cva|clsx|console\.\w+|(\w+\.)*log\.\w+|(\w+\.)*(query|execute|\$queryRaw\w*|\$executeRaw\w*)|new (Error|TypeError|RangeError|RegExp|Set|Map|URL)|catalogue|querySelector(All)?|matchMedia|describe|test|it)$/;
const stylingNames =
  /class|style|variant|tone|shape|look|size|color|font|path$|^d$|viewBox|transform|sizes|rel|media/i;
const shownNames =
  /^(aria-label|aria-description|label|title|placeholder|alt|description|help|hint|heading|message|note|remedy|detail|summary|purpose|action|text|caption|unit|children|header|heading|term|legend|itemName|word|what|plural|confirmLabel|many|one|empty|busy|submit)$/;

/**
 * Finds the visible texts in a module itself: prose anywhere, and single words in places that are shown. It judges
 * by the look of a literal, so it may miss a text; it ignores identifiers, class names, queries, log lines and
 * errors for developers.
 *
 * @param name of the file; its extension says whether it contains JSX
 */
export function visibleTexts(name: string, source: string): VisibleText[] {
  const kind = name.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, kind);
  const found: VisibleText[] = [];
  const add = (node: ts.Node, text: string) =>
    found.push({
      node,
      line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      text: text.trim(),
    });

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (isDirective(node)) return;
    if (ts.isCallExpression(node) && notForPeople.test(node.expression.getText())) {
      visitFunctions(node);
      return;
    }
    if (ts.isNewExpression(node) && notForPeople.test(`new ${node.expression.getText()}`)) return;
    if (ts.isTaggedTemplateExpression(node)) return;
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) {
      add(node, node.text);
      return;
    }
    if (ts.isJsxAttribute(node) && stylingNames.test(node.name.getText())) return;
    if (ts.isVariableDeclaration(node) && /class(es|Name)?$|styles?$/i.test(node.name.getText())) return;
    const text = literalText(node);
    if (text !== null && isShown(node, text)) {
      add(node, text);
      return;
    }
    ts.forEachChild(node, visit);
  }

  /** The call's own texts aren't visible, but functions among its arguments may still contain some that are. */
  function visitFunctions(node: ts.Node): void {
    for (const child of node.getChildren())
      if (ts.isArrowFunction(child) || ts.isFunctionExpression(child)) visit(child);
      else if (!ts.isStringLiteralLike(child)) visitFunctions(child);
  }

  visit(file);
  return found;
}

/** Such as "use client". */
function isDirective(node: ts.Node): boolean {
  return ts.isExpressionStatement(node) && ts.isStringLiteralLike(node.expression);
}

/** The text of a literal, with a placeholder for each expression of a template; null for anything else. */
function literalText(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join("");
}

function isShown(node: ts.Node, text: string): boolean {
  if (
    isStyling(text) ||
    /^(SELECT|INSERT|UPDATE|DELETE|DROP|CREATE|ALTER|LISTEN|NOTIFY|WITH|BEGIN)\b/.test(text.trim())
  )
    return false;
  // Prose: at least two words, one of them spelled like a word in a sentence.
  if (/(^|[\s“(])[\p{L}’]+[,:]? [\p{Ll}’{]{2,}/u.test(text) && /\p{L}{2,} /u.test(text)) return true;
  return /^\p{Lu}[\p{Ll}’]+/u.test(text) && shownNames.test(nameOf(node));
}

/** Utility classes: several words without a capital or full stop, at least one with a hyphen, colon or brackets. */
function isStyling(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return (
    !/[A-Z“”’…]|[.,] |[.]$/.test(text) &&
    words.some((word) => /^-?[a-z]+[-:[]|^(flex|grid|hidden|block|truncate|relative|absolute)$/.test(word))
  );
}

function nameOf(node: ts.Node): string {
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return parent.name.getText();
  if (ts.isPropertyAssignment(parent)) return parent.name.getText().replaceAll(/["']/g, "");
  if (ts.isJsxExpression(parent))
    return ts.isJsxAttribute(parent.parent) ? parent.parent.name.getText() : "children";
  if (
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isBinaryExpression(parent)
  )
    return nameOf(parent);
  return "";
}
