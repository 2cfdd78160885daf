import { texts } from "@/app/texts";
import { ViewTabs } from "@/components/ui/view-tabs";

const views = [
  { id: "own", href: "/certificates", label: texts.ownCertificates },
  { id: "others", href: "/certificates/others", label: texts.otherCertificates },
] as const;

/** Two pages that are one to the reader: the certificates that Lamia manages, and those of others. */
export function CertificateViews({ current }: { current: (typeof views)[number]["id"] }) {
  return <ViewTabs label={texts.certificateViews} views={views} current={current} />;
}
