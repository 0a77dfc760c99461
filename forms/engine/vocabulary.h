// SPDX-License-Identifier: Apache-2.0
// The names of the world outside that the engine knows: FHIR extensions, code systems, and our own under one base.
#pragma once

#include <string>
#include <string_view>

namespace bedside::forms::vocabulary {

/// Base of every URL that this product defines.
inline constexpr std::string_view base = "https://bedside.health/fhir";

/// Our extension: base + "/StructureDefinition/" + name.
inline std::string extension(std::string_view name)
{
    return std::string(base) + "/StructureDefinition/" + std::string(name);
}
/// Our code system: base + "/CodeSystem/" + name.
inline std::string code_system(std::string_view name)
{
    return std::string(base) + "/CodeSystem/" + std::string(name);
}
/// Our instrument: base + "/Questionnaire/" + name.
inline std::string questionnaire(std::string_view name)
{
    return std::string(base) + "/Questionnaire/" + std::string(name);
}

// names under extension()
inline constexpr std::string_view footer = "footer";               ///< string, translatable: the strip on every screen of the form
inline constexpr std::string_view wording_pack = "wording-pack";   ///< string: sha256 hex of the licensed pack's manifest
inline constexpr std::string_view tablet = "tablet";               ///< Reference(Device) that collected a response
inline constexpr std::string_view signing_key = "signing-key";     ///< base64Binary of a Device: the tablet's Ed25519 public key
inline constexpr std::string_view visit = "visit";                 ///< code of the study's visit

inline constexpr std::string_view amends = "amends";               ///< Reference(QuestionnaireResponse) that a response corrects
inline constexpr std::string_view amendment_reason = "amendment-reason"; ///< code of why

inline constexpr std::string_view calculated = "calculated"; ///< string, on an answer: sha256 hex of the expression that gave it

// names under code_system()
inline constexpr std::string_view tags = "tag";   ///< meta.tag of forms and responses
inline constexpr std::string_view demonstration = "demonstration";
inline constexpr std::string_view constraint_flag = "constraint-"; ///< with a constraint's key behind it: the answers break it
inline constexpr std::string_view roles = "role"; ///< who helped
inline constexpr std::string_view staff = "staff";

// FHIR R4 and SDC
inline constexpr std::string_view core = "http://hl7.org/fhir/StructureDefinition/";
inline constexpr std::string_view sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/";
inline constexpr std::string_view translation = "http://hl7.org/fhir/StructureDefinition/translation";
inline constexpr std::string_view data_absent_reason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
inline constexpr std::string_view research_study = "http://hl7.org/fhir/StructureDefinition/workflow-researchStudy";

/// Extensions of items and options.
namespace url {
inline constexpr std::string_view item_control = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
inline constexpr std::string_view hidden = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
inline constexpr std::string_view min_occurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs";
inline constexpr std::string_view max_occurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
inline constexpr std::string_view min_value = "http://hl7.org/fhir/StructureDefinition/minValue";
inline constexpr std::string_view max_value = "http://hl7.org/fhir/StructureDefinition/maxValue";
inline constexpr std::string_view min_length = "http://hl7.org/fhir/StructureDefinition/minLength";
inline constexpr std::string_view max_decimal_places = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";
inline constexpr std::string_view entry_format = "http://hl7.org/fhir/StructureDefinition/entryFormat";
inline constexpr std::string_view regex = "http://hl7.org/fhir/StructureDefinition/regex";
inline constexpr std::string_view unit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
inline constexpr std::string_view unit_option = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
inline constexpr std::string_view slider_step = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
inline constexpr std::string_view option_exclusive = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
inline constexpr std::string_view ordinal_value = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
inline constexpr std::string_view item_weight = "http://hl7.org/fhir/StructureDefinition/itemWeight";
inline constexpr std::string_view variable = "http://hl7.org/fhir/StructureDefinition/variable";
inline constexpr std::string_view calculated_expression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
inline constexpr std::string_view enable_when_expression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
inline constexpr std::string_view constraint = "http://hl7.org/fhir/StructureDefinition/questionnaire-constraint";
inline constexpr std::string_view target_constraint = "http://hl7.org/fhir/StructureDefinition/targetConstraint";
/// Ours, boolean: the options are regions of the body map.
inline constexpr std::string_view body_map = "https://bedside.health/fhir/StructureDefinition/body-map";
/// Ours, string, on a repeating group: linkId of a boolean in the group; while the last instance answers yes, there is one more.
inline constexpr std::string_view repeat_while = "https://bedside.health/fhir/StructureDefinition/repeat-while";
} // namespace url

} // namespace bedside::forms::vocabulary
