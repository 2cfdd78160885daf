import type { Metadata } from "next";

export type SearchParams = Record<string, string | string[] | undefined>;

/** The props that Next passes to a page with these path parameters. */
export interface PageProps<Part extends string = never> {
  params: Promise<Record<Part, string>>;
  searchParams: Promise<SearchParams>;
}

/** The path parameters, decoded. */
export async function partsOf<Part extends string>({
  params,
}: Pick<PageProps<Part>, "params">): Promise<Record<Part, string>> {
  const parts = Object.entries<string>(await params).map(([name, text]) => [name, decodeURIComponent(text)]);
  return Object.fromEntries(parts) as Record<Part, string>;
}

/** `generateMetadata` of a page whose title is the name of what it shows. */
export function titledBy<Part extends string>(titleOf: (parts: Record<Part, string>) => string) {
  return async (props: Pick<PageProps<Part>, "params">): Promise<Metadata> => ({
    title: titleOf(await partsOf(props)),
  });
}
