import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/**
 * What is in the bundle, as a CycloneDX 1.6 bill of materials in JSON: the program, and each of these packages (bundled-packages.js). It says neither
 * when it was made nor by whom, so that the same sources give the same bytes.
 */
export function billOfMaterials(program, packages) {
  const component = (type, { name, version, license, integrity }) => {
    const [, group, own = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const licenses = new Models.LicenseRepository([
      // `(MIT OR CC0-1.0)` is an expression; a name alone is a licence.
      /\s/.test(license) ? new Models.LicenseExpression(license) : new Models.SpdxLicense(license),
    ]);
    const hashes = new Models.HashDictionary(integrity === undefined ? [] : [hashOf(integrity)]);
    return new Models.Component(type, own, { version, licenses, purl, hashes, bomRef: purl, ...(group && { group }) });
  };
  const main = component(Enums.ComponentType.Application, program);
  const parts = packages.map((each) => component(Enums.ComponentType.Library, each));
  for (const { bomRef } of parts) main.dependencies.add(bomRef);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: main }),
    components: new Models.ComponentRepository(parts),
  });
  const normalize = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(normalize).serialize(bom, { sortLists: true, space: 1 });
}

/** The hash of a tarball by its name and in hexadecimal; the lock file has it as Subresource Integrity (`sha512-` and Base64). */
function hashOf(integrity) {
  const [, name, base64] = /^sha(\d+)-([\w+/=]+)$/.exec(integrity);
  return [Enums.HashAlgorithm[`SHA-${name}`], Buffer.from(base64, 'base64').toString('hex')];
}
