"""Validates documents with jsonschema: devcontainer_check.py RULES.json [--published FOLDER] DOCUMENT.json...

Prints a line for each document: 'ok', or its first error. FOLDER holds the published schema files under their published names, of which
devContainer.schema.json refers to the others.
"""
import json
import pathlib
import sys

import jsonschema


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def published(folder):
    def fetch(uri):
        name = uri.split("#")[0].rsplit("/", 1)[-1]
        return {} if uri.startswith("vscode:") else load(folder / name)

    schema = load(folder / "devContainer.schema.json")
    resolver = jsonschema.RefResolver("", schema, handlers={"https": fetch, "vscode": fetch})
    return jsonschema.Draft201909Validator(schema, resolver=resolver)


def main(rules, *rest):
    validators = [jsonschema.Draft201909Validator(load(rules))]
    if rest[0] == "--published":
        validators.append(published(pathlib.Path(rest[1])))
        rest = rest[2:]
    jsonschema.Draft201909Validator.check_schema(load(rules))
    for path in rest:
        document = load(path)
        errors = [error for validator in validators for error in validator.iter_errors(document)]
        print(f"{'/'.join(map(str, errors[0].absolute_path))}: {errors[0].message}" if errors else "ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
