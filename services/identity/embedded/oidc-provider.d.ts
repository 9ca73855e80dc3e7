/** The class alone, by the path below the package's entry, which prints a warning on Node 20 and loads what is not needed here. */
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
