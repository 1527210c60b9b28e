// Holds templates against the resource specification that AWS publishes: every property exists, has a value of its type,
// and none that is required is missing. Prints {resources, properties, unchecked, wrong} as JSON.
// Usage: node templates.cjs TEMPLATE.json …
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { loadAwsServiceSpecSync } = require('@aws-cdk/aws-service-spec');

const spec = loadAwsServiceSpecSync();
const found = { resources: 0, properties: 0, unchecked: [], wrong: [] };

/** A value that CloudFormation works out: {"Ref": …} or {"Fn::…": …}. */
function isIntrinsic(value) {
  const keys = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What is wrong with a value of this type; none where it fits. */
function misfits(value, type, where) {
  if (isIntrinsic(value)) {
    return [];
  }
  const refuse = (expected) => [`${where}: ${expected} expected, not ${JSON.stringify(value)}`];
  switch (type.type) {
    case 'string':
    case 'date-time':
      return ['string', 'number', 'boolean'].includes(typeof value) ? [] : refuse('text');
    case 'integer':
      return Number.isInteger(typeof value === 'string' ? Number(value) : value) ? [] : refuse('a whole number');
    case 'number':
      return Number.isFinite(typeof value === 'string' ? Number(value) : value) ? [] : refuse('a number');
    case 'boolean':
      return [true, false, 'true', 'false'].includes(value) ? [] : refuse('true or false');
    case 'json':
      return isObject(value) || typeof value === 'string' ? [] : refuse('a document');
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : refuse('a tag');
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element, index) => misfits(element, type.element, `${where}[${index}]`))
        : refuse('a list');
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, element]) => misfits(element, type.element, `${where}.${key}`))
        : refuse('a map');
    case 'union': {
      const all = type.types.map((one) => misfits(value, one, where));
      return all.some((one) => one.length === 0) ? [] : all[0];
    }
    case 'ref':
      return isObject(value)
        ? members(value, spec.get('typeDefinition', type.reference.$ref).properties, where)
        : refuse('an object');
    default:
      throw new Error(`${where}: the specification has a type that is not known here: ${JSON.stringify(type)}`);
  }
}

/** The members of an object against those that it may and must have. */
function members(object, properties, where) {
  const wrong = [];
  for (const [name, value] of Object.entries(object)) {
    found.properties++;
    if (Object.hasOwn(properties, name)) {
      wrong.push(...misfits(value, properties[name].type, `${where}.${name}`));
    } else {
      wrong.push(`${where}.${name}: there is no such property`);
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    if (property.required && !Object.hasOwn(object, name)) {
      wrong.push(`${where}.${name}: is required and missing`);
    }
  }
  return wrong;
}

for (const file of process.argv.slice(2)) {
  const template = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const [id, resource] of Object.entries(template.Resources)) {
    const where = `${path.basename(file, '.template.json')}/${id}`;
    const known = spec.lookup('resource', 'cloudFormationType', 'equals', resource.Type);
    if (known.length === 0) {
      found.unchecked.push(resource.Type);
      continue;
    }
    found.resources++;
    found.wrong.push(...members(resource.Properties ?? {}, known.only().properties, where));
  }
}
found.unchecked = [...new Set(found.unchecked)].sort();
console.log(JSON.stringify(found));
