// SPDX-License-Identifier: Apache-2.0
// CSV as RFC 4180 has it: a streaming reader in constant memory, and a writer for spreadsheets and for our own reader.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace bedside {

/// Reads records one by one. Accepts a byte order mark, CR LF and LF, quoted fields with commas, line breaks and doubled quotes.
class CsvReader {
public:
    /// `stream` must outlive the reader. A record longer than `largest_record` bytes is refused.
    explicit CsvReader(std::istream& stream, std::size_t largest_record = 1u << 20);

    /// The next record into `fields` (whose memory is used again); false at the end. Lines that hold nothing are skipped.
    /// Fails with invalid_data, naming the line: a quote inside an unquoted field, text after a closing quote, an unclosed quote, a NUL, a field that is not UTF-8.
    Result<bool> next(std::vector<std::string>& fields);
    /// Line number, from 1, on which the last record began.
    std::int64_t line() const { return m_record_line; }

private:
    int take();
    int peek();
    bool refill();

    std::istream& m_stream;
    std::size_t m_largest_record;
    std::string m_buffer;
    std::size_t m_position = 0;
    std::size_t m_size = 0;
    std::int64_t m_line = 1;
    std::int64_t m_record_line = 0;
};

/// A field as it is, quoted where it must be.
std::string csv_field(std::string_view text);
/// A record with its line end (LF), for people: what a spreadsheet would take for a formula (text that begins with = + - @, a tab or a
/// carriage return, unless the whole of it is a number) gets an apostrophe in front.
std::string csv_record(std::vector<std::string> const& fields);
/// A record with its line end (LF), for CsvReader, which reads back the same fields: only for files that our programs hand to each other.
std::string csv_exchange_record(std::vector<std::string> const& fields);

} // namespace bedside
