import { texts } from "@/app/texts";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";

const views = [
  { id: "own", href: "/certificates", label: texts.ownCertificates },
  { id: "others", href: "/certificates/others", label: texts.otherCertificates },
] as const;

/** Two pages that are one to the reader: the certificates that Lamia manages, and those of others. */
export function CertificateViews({ current }: { current: (typeof views)[number]["id"] }) {
  return (
    <nav aria-label={texts.certificateViews} className="-mb-2 border-line border-b">
      <ul className="flex gap-4 text-sm">
        {views.map(({ id, href, label }) => (
          <li key={id}>
            <PageLink
              href={href}
              aria-current={id === current ? "page" : undefined}
              className={cn(
                "-mb-px block border-b-2 px-0.5 py-2 font-medium",
                id === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {label}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
