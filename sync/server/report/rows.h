// SPDX-License-Identifier: Apache-2.0
// Parts of the data sets, one participant at a time.
#pragma once

#include "sync/server/report/data_set.h"

namespace bedside::report {

/// An item's value as text, with its system or unit.
struct ValueText {
    std::string value;
    std::string code; ///< system of a choice, unit of a quantity
};
ValueText text_of(forms::Value const& value);
/// Every item that asks, in the form's order.
std::vector<forms::Item const*> asking_items(forms::Definition const& definition);

std::string long_header();
std::string long_rows(Ground const& ground, Participation const& participation, Values const* values);
std::string wide_header();
std::string wide_rows(Ground const& ground, Values const& values);
std::string qs_header();
/// Adds to `left_out` the responses with demonstration wording.
std::string qs_rows(Ground const& ground, Participation const& participation, int& left_out);
std::string forms_header();
std::string forms_rows(Participation const& participation);
std::string dictionary(Ground const& ground);

/// ODM-XML 1.3.2: everything before the clinical data, one subject, everything after.
std::string odm_head(Ground const& ground, std::string const& software_version);
std::string odm_subject(Ground const& ground, Participation const& participation);
std::string odm_tail();

} // namespace bedside::report
