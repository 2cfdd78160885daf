/** The page of Istio's documentation about one of its analyzers' codes; null for the panel's own codes. */
export function docsOf(code: string): string | null {
  return /^IST\d{4}$/.test(code)
    ? `https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`
    : null;
}
