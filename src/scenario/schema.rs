//! The JSON Schema of the language, printed from the key table, for completion in editors.

use serde_json::{Map, Value, json};

use super::keys::{self, Form, Key, Need, Section, Unit};

/// JSON Schema (draft 2020-12) of a scenario file.
pub fn schema() -> Value {
    let mut schema = of_file(&keys::TOP, "caseload scenario");
    if let Some(schema) = schema.as_object_mut() {
        // A file that extends another need give only what differs.
        schema.remove("required");
    }
    schema
}

/// JSON Schema (draft 2020-12) of a file of observed figures.
pub fn observed_schema() -> Value {
    of_file(&keys::OBSERVED, "caseload observed figures")
}

fn of_file(file: &'static Section, title: &str) -> Value {
    let mut definitions = Map::new();
    let top = section(file, &mut definitions);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
    });
    if let (Some(schema), Value::Object(top)) = (schema.as_object_mut(), top) {
        schema.extend(top);
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

fn section(section: &'static Section, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for key in section.all_keys() {
        properties.insert(key.name.to_owned(), described(key, definitions));
    }
    // Items of named lists may give only their name, when they change an item of an extended file; so may the tables
    // that merge key by key.
    let merges = ["[offenders]", "[money]", "[overload]", "raised", "with"].contains(&section.heading);
    let inherits = merges || section.keys.iter().any(|key| key.name == "remove");
    let named = |key: &&Key| !inherits || key.name == "name" && key.need == Need::Required;
    let required: Vec<&str> =
        section.keys.iter().filter(|key| key.need == Need::Required).filter(named).map(|key| key.name).collect();
    json!({
        "type": "object",
        "description": section.about,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn described(key: &Key, definitions: &mut Map<String, Value>) -> Value {
    let mut value = form(key.form, definitions);
    if let Some(object) = value.as_object_mut() {
        let default = match key.need {
            Need::Default(default) if !default.is_empty() => format!(" Default: {default}."),
            _ => String::new(),
        };
        object.insert("description".to_owned(), json!(format!("{}.{default}", capitalised(key.meaning))));
    }
    value
}

/// A reference to a definition, which is made when it is first asked for.
fn reference(
    name: &str,
    definitions: &mut Map<String, Value>,
    make: &dyn Fn(&mut Map<String, Value>) -> Value,
) -> Value {
    if !definitions.contains_key(name) {
        definitions.insert(name.to_owned(), Value::Null);
        let definition = make(definitions);
        definitions.insert(name.to_owned(), definition);
    }
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn of_section(inner: &'static Section, definitions: &mut Map<String, Value>) -> Value {
    let name = inner.heading.trim_matches(['[', ']']).replace(' ', "_").to_lowercase();
    reference(&name, definitions, &|definitions| section(inner, definitions))
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn many(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

fn one_or_many(item: &Value) -> Value {
    json!({ "anyOf": [item, many(item)] })
}

/// A bare value in a unit.
fn bare(unit: Unit) -> Value {
    match unit {
        Unit::Duration => length(),
        Unit::Rate(_) | Unit::Growth | Unit::Creep => json!({ "anyOf": [text(), { "const": 0 }] }),
        Unit::Share => {
            json!({ "anyOf": [text(), { "type": "number", "minimum": 0, "maximum": 1 }] })
        }
        Unit::Offenders => json!({ "type": "integer", "minimum": 0, "maximum": 500_000 }),
        Unit::People => json!({ "type": "integer", "minimum": 0, "maximum": 10_000 }),
        Unit::Count | Unit::Factor | Unit::Percentage => {
            json!({ "anyOf": [text(), { "type": "number", "minimum": 0 }] })
        }
        Unit::Positive => json!({ "anyOf": [text(), { "type": "number", "exclusiveMinimum": 0 }] }),
        Unit::OneIn => json!({ "anyOf": [text(), { "type": "number", "minimum": 1 }] }),
        Unit::Yearly | Unit::EachPerson | Unit::Weekly | Unit::Amount(_) => text(),
        Unit::DaysAYear => json!({ "anyOf": [text(), { "type": "number", "minimum": 0, "maximum": 260 }] }),
    }
}

fn length() -> Value {
    json!({ "type": "string", "pattern": "^\\s*[0-9.eE+]+\\s*[a-z]+" })
}

fn moment() -> Value {
    // An editor's TOML server shows a date to the schema as a string.
    text()
}

fn number(unit: Unit, definitions: &mut Map<String, Value>) -> Value {
    let table = of_section(&keys::NUMBER, definitions);
    json!({ "anyOf": [bare(unit), table] })
}

fn duration(definitions: &mut Map<String, Value>) -> Value {
    let table = of_section(&keys::DURATION, definitions);
    json!({ "anyOf": [length(), table] })
}

fn form(form: Form, definitions: &mut Map<String, Value>) -> Value {
    match form {
        Form::Text | Form::Name(_) | Form::Day => text(),
        Form::Names(_) | Form::Texts | Form::Rota => one_or_many(&text()),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Whole(lowest, highest) => {
            json!({ "type": "integer", "minimum": lowest, "maximum": highest })
        }
        Form::WholeByRisk(lowest, highest) => {
            let one = self::form(Form::Whole(lowest, highest), definitions);
            json!({ "anyOf": [one, { "type": "object" }] })
        }
        Form::Choice(choices) => json!({ "enum": choices }),
        Form::Moment => moment(),
        Form::Moments => many(&moment()),
        Form::Length | Form::Due => length(),
        Form::Lengths => many(&length()),
        Form::Number(unit) => number(unit, definitions),
        Form::Plain(unit) => {
            let table = of_section(&keys::PLAIN, definitions);
            json!({ "anyOf": [bare(unit), table] })
        }
        Form::NumberByRisk(unit) => {
            let one = number(unit, definitions);
            json!({ "anyOf": [one, { "type": "object" }] })
        }
        Form::Value => json!({ "type": ["string", "number"] }),
        Form::Values => many(&json!({ "type": ["string", "number"] })),
        Form::Uncertain => {
            let table = of_section(&keys::UNCERTAIN, definitions);
            let range =
                json!({ "type": "array", "items": { "type": ["string", "number"] }, "minItems": 2, "maxItems": 2 });
            json!({ "anyOf": [range, table] })
        }
        Form::Duration | Form::DurationByRisk => duration(definitions),
        Form::Variable => {
            let table = of_section(&keys::DURATION, definitions);
            json!({ "anyOf": [{ "type": "number", "minimum": 0 }, table] })
        }
        Form::Count => {
            let table = of_section(&keys::COUNT, definitions);
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, table] })
        }
        Form::Table(inner) => {
            let table = of_section(inner, definitions);
            json!({ "anyOf": [table] })
        }
        Form::OneOrMore(inner) => one_or_many(&of_section(inner, definitions)),
        Form::Tables(inner) => many(&of_section(inner, definitions)),
        Form::Raises => {
            let table = of_section(&keys::RAISE, definitions);
            one_or_many(&json!({ "anyOf": [text(), table] }))
        }
        Form::Raised => {
            let table = of_section(&keys::RAISED, definitions);
            json!({ "anyOf": [{ "const": "by other work" }, table] })
        }
        Form::Words => json!({ "type": "object" }),
        Form::Levels | Form::Sites => {
            let share = number(Unit::Share, definitions);
            json!({ "type": "object", "additionalProperties": share })
        }
        Form::Productive => number(Unit::Share, definitions),
        Form::People => {
            let people = number(Unit::People, definitions);
            json!({ "anyOf": [{ "const": "unlimited" }, people] })
        }
        Form::Amount => {
            let share = number(Unit::Share, definitions);
            json!({ "anyOf": [text(), share] })
        }
        Form::PostCost => {
            let parts = of_section(&keys::POST_COST, definitions);
            let whole = number(Unit::Amount(keys::Paid::Yearly), definitions);
            json!({ "anyOf": [whole, parts] })
        }
        Form::Periods => many(&json!({ "type": "array", "items": text(), "minItems": 2, "maxItems": 2 })),
        Form::Stages => {
            let stage = duration(definitions);
            json!({ "type": "object", "additionalProperties": stage })
        }
        Form::Takes => {
            let share = number(Unit::Share, definitions);
            json!({ "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 10_000 }, share] })
        }
        Form::Rows => many(&many(&json!({ "type": ["string", "number"] }))),
    }
}

/// With a capital letter, as a sentence begins.
fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_accepts_what_the_reader_accepts_and_refuses_an_unknown_key() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let good = json!({
            "title": "One clerk", "runs_for": "4 weeks", "calendar": "none",
            "staff": [{ "role": "clerk", "people": { "value": 1, "source": "C1" } }],
            "work": [{ "name": "letter", "by": "clerk", "effort": { "mean": "15 min", "varies": "cv 0.3" },
                       "raised": { "each": "team", "at_random": "2 per hour" } }],
        });
        assert!(validator.is_valid(&good));
        let misspelt = json!({ "title": "One clerk", "runs_fro": "4 weeks" });
        assert!(!validator.is_valid(&misspelt));
        let unknown_choice = json!({ "title": "One clerk", "calendar": "Wales" });
        assert!(!validator.is_valid(&unknown_choice));
    }

    #[test]
    fn every_reference_has_its_definition_and_every_key_its_description() {
        let schema = schema();
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            assert_eq!(definition["additionalProperties"], json!(false), "{name}");
            for (key, value) in definition["properties"].as_object().unwrap() {
                assert!(value["description"].is_string(), "{name}.{key}");
            }
        }
    }
}
