import { type ReactNode, Suspense } from "react";
import { AddressState } from "./contents/address-state";

// Every page reads its filters from the address, and belongs to whoever is signed in: none is made in advance.
export const dynamic = "force-dynamic";

/** Around all pages that stand in the shell; the shell itself is the root layout's, so that errors keep it. */
export default function PanelLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <AddressState>{children}</AddressState>
    </Suspense>
  );
}
