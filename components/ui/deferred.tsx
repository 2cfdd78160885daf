"use client";
import { type ComponentType, createElement, lazy, useEffect, useState, useSyncExternalStore } from "react";

/**
 * A component whose code loads only once the page is interactive, so that it doesn't count in the first load: for
 * forms, editors, maps, dialogs. `Placeholder` holds its place and must have its size. Call it once, next to the
 * imports: `const GatewayForm = deferred(() => import("./gateway-form").then((m) => m.GatewayForm), SkeletonText)`.
 */
export function deferred<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Placeholder: ComponentType,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Deferred(props: Props) {
    const [Component, setComponent] = useState(() => loaded);
    const [failure, setFailure] = useState<unknown>();
    useEffect(() => {
      if (loaded) return;
      let here = true;
      load().then(
        (component) => {
          loaded = component;
          if (here) setComponent(() => component);
        },
        (error: unknown) => here && setFailure(error),
      );
      return () => {
        here = false;
      };
    }, []);
    // Throw to the nearest error page: usually the server was updated and the old code is gone.
    if (failure) throw failure;
    return Component ? <Component {...props} /> : <Placeholder />;
  };
}

/**
 * A component whose code also loads late, but which the server renders: its markup is there at the first paint, and
 * the browser hydrates it in place. Wrap it in a `Suspense` with its placeholder.
 */
export function drawn<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Content = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  // A function, because a server page may refer to a component of a client file but not to a lazy one.
  return (props: Props) => createElement(Content, props);
}

const subscribe = () => () => {};

/** Whether the browser has hydrated the page: until then, what the server rendered ignores clicks and keys. */
export function useAwake(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
