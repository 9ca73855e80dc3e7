/** The schema of what `report --format json` writes as JSON Schema, as text. It takes shapes of exhibits that come later, as it takes new fields. */
export function reportSchema({ z, exhibitSchema, reportSchema: schema }) {
  z.globalRegistry.add(exhibitSchema, { id: 'Exhibit', description: 'what a step shows, by its kind' });
  const { $schema, $defs, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    // That the program does not change a list says nothing to who reads one.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  const { oneOf, ...exhibit } = $defs.Exhibit;
  const kinds = oneOf.map(({ properties }) => properties.kind.const);
  const later = {
    type: 'object',
    description: 'one of a shape that came later',
    properties: { kind: { type: 'string', not: { enum: kinds } } },
    required: ['kind'],
  };
  const shapes = { ...$defs, Exhibit: { ...exhibit, oneOf: [...oneOf, later] } };
  return `${JSON.stringify({ $schema, $id: 'urn:x-tutorial-tui:report:1', ...rest, $defs: shapes }, undefined, 2)}\n`;
}
