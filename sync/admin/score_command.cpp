// SPDX-License-Identifier: Apache-2.0
// Row in, row out.
#include "sync/admin/score_command.h"
#include "forms/base/csv.h"
#include "forms/scoring/qlq_c30.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bedside::admin {
namespace {

constexpr std::size_t flush_at = 256 * 1024;

void append_number(std::string& row, double value)
{
    std::array<char, 32> digits;
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    row.append(digits.data(), end);
}

/// Column of each item, and the header checked.
Result<std::array<std::size_t, scoring::qlq_c30_item_count>> item_columns(std::vector<std::string> const& header)
{
    std::array<std::size_t, scoring::qlq_c30_item_count> columns {};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const name = "q" + std::to_string(i + 1);
        if (std::count(header.begin(), header.end(), name) != 1)
            return fail(Code::invalid_data, "line 1: the header needs the column " + name + " once; the items are q1 to q30");
        columns[i] = static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    }
    for (auto const& column : header) {
        auto const is_score = column == "SUMMARY" || std::any_of(scoring::qlq_c30_scales().begin(), scoring::qlq_c30_scales().end(), [&](auto const& scale) { return scale.code == column; });
        if (is_score)
            return fail(Code::invalid_data, "line 1: the file has a column " + column + " already; rename or remove it");
    }
    return columns;
}

} // namespace

Result<int> score_qlq_c30_csv(std::istream& in, std::ostream& out)
{
    CsvReader reader(in);
    std::vector<std::string> fields;
    if (!TRY(reader.next(fields)))
        return fail(Code::invalid_data, "the input is empty; its first line names the columns, q1 to q30 among them");
    auto const columns = TRY(item_columns(fields));
    auto const width = fields.size();
    for (auto const& scale : scoring::qlq_c30_scales())
        fields.emplace_back(scale.code);
    fields.emplace_back("SUMMARY");
    auto text = csv_exchange_record(fields);

    auto const score_rows = [&]() -> Result<int> {
        scoring::QlqC30Items items;
        for (;;) {
            if (!TRY(reader.next(fields)))
                return 0;
            auto const refused = [&](std::string const& sentence) { return fail(Code::invalid_data, "line " + std::to_string(reader.line()) + ": " + sentence); };
            if (fields.size() != width)
                return refused("it has " + std::to_string(fields.size()) + " fields, the header has " + std::to_string(width));
            for (std::size_t i = 0; i < items.size(); ++i) {
                auto const& field = fields[columns[i]];
                items[i].reset();
                if (field.empty())
                    continue;
                int value = 0;
                auto const [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
                if (error != std::errc() || end != field.data() + field.size())
                    return refused("q" + std::to_string(i + 1) + " must be a whole number, or empty");
                items[i] = value;
            }
            auto const scores = scoring::score_qlq_c30(items);
            if (!scores)
                return refused(scores.error().message);
            for (auto const& field : fields) {
                text += csv_field(field);
                text.push_back(',');
            }
            for (auto const& score : scores->scales) {
                if (score)
                    append_number(text, *score);
                text.push_back(',');
            }
            if (scores->summary)
                append_number(text, *scores->summary);
            text.push_back('\n');
            if (text.size() >= flush_at) {
                out.write(text.data(), static_cast<std::streamsize>(text.size()));
                text.clear();
                if (!out)
                    return fail(Code::io, "the output cannot be written; check the disk");
            }
        }
    };
    auto const result = score_rows();
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    return result;
}

} // namespace bedside::admin
