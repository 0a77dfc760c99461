// SPDX-License-Identifier: Apache-2.0
// The CSV state machine, a byte at a time over a block buffer.
#include "forms/base/csv.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bedside {
namespace {

constexpr std::size_t block = 64 * 1024;
constexpr int at_end = -1;

} // namespace

CsvReader::CsvReader(std::istream& stream, std::size_t largest_record)
    : m_stream(stream)
    , m_largest_record(largest_record)
    , m_buffer(block, '\0')
{
    if (refill() && std::string_view(m_buffer).substr(0, m_size).starts_with("\xEF\xBB\xBF"))
        m_position = 3;
}

bool CsvReader::refill()
{
    m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    m_size = static_cast<std::size_t>(m_stream.gcount());
    m_position = 0;
    return m_size > 0;
}

int CsvReader::peek()
{
    if (m_position == m_size && !refill())
        return at_end;
    return static_cast<unsigned char>(m_buffer[m_position]);
}

int CsvReader::take()
{
    auto const character = peek();
    if (character != at_end)
        ++m_position;
    return character;
}

Result<bool> CsvReader::next(std::vector<std::string>& fields)
{
    auto const refused = [&](char const* what) { return fail(Code::invalid_data, "line " + std::to_string(m_line) + ": " + what); };
    for (;; ++m_line) {
        if (peek() == '\r') {
            take();
            if (peek() != '\n')
                return refused("a carriage return stands alone; save the file with ordinary line ends");
        }
        if (peek() != '\n')
            break;
        take();
    }
    m_record_line = m_line;
    if (peek() == at_end) {
        if (m_stream.bad())
            return fail(Code::io, "reading stopped at line " + std::to_string(m_line) + "; check the disk and try again");
        return false;
    }

    std::size_t count = 0;
    std::size_t size = 0;
    for (;;) {
        if (count == fields.size())
            fields.emplace_back();
        auto& field = fields[count++];
        field.clear();
        auto const quoted = peek() == '"';
        if (quoted) {
            take();
            for (;;) {
                auto const character = take();
                if (character == at_end)
                    return fail(Code::invalid_data, "line " + std::to_string(m_record_line) + ": a quote is opened and never closed");
                if (character == 0)
                    return refused("a NUL byte; the file is not text");
                if (character == '"') {
                    if (peek() != '"')
                        break;
                    take();
                }
                if (character == '\n')
                    ++m_line;
                field.push_back(static_cast<char>(character));
                if (++size > m_largest_record)
                    return refused("the record is too long; check the quotes");
            }
        }
        for (;;) {
            auto const character = take();
            if (character == ',')
                break;
            if (character == '\r' && (peek() == '\n' || peek() == at_end))
                continue;
            if (character == '\n' || character == at_end) {
                fields.resize(count);
                if (!std::ranges::all_of(fields, utf8::valid))
                    return fail(Code::invalid_data, "line " + std::to_string(m_record_line) + ": this is not UTF-8; save the file as UTF-8");
                m_line += character == '\n' ? 1 : 0;
                return true;
            }
            if (quoted)
                return refused("text stands after a closing quote");
            if (character == '"')
                return refused("a quote stands inside a field that does not begin with one");
            if (character == '\r')
                return refused("a carriage return stands alone; save the file with ordinary line ends");
            if (character == 0)
                return refused("a NUL byte; the file is not text");
            field.push_back(static_cast<char>(character));
            if (++size > m_largest_record)
                return refused("the record is too long; check the quotes");
        }
    }
}

std::string csv_field(std::string_view text)
{
    auto const plain = text.find_first_of(",\"\r\n") == std::string_view::npos && (text.empty() || (text.front() != ' ' && text.back() != ' '));
    if (plain)
        return std::string(text);
    std::string quoted = "\"";
    for (auto const character : text) {
        if (character == '"')
            quoted.push_back('"');
        quoted.push_back(character);
    }
    return quoted + '"';
}

namespace {

bool is_number(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1); // from_chars knows no plus sign
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

bool looks_like_formula(std::string_view text)
{
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos && !is_number(text);
}

template <typename Field>
std::string record_of(std::vector<std::string> const& fields, Field const& written)
{
    std::string record;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            record.push_back(',');
        record += written(fields[i]);
    }
    if (record.empty() && !fields.empty())
        record = "\"\""; // a line that holds nothing is no record
    return record + '\n';
}

} // namespace

std::string csv_record(std::vector<std::string> const& fields)
{
    return record_of(fields, [](std::string const& field) { return csv_field(looks_like_formula(field) ? "'" + field : field); });
}

std::string csv_exchange_record(std::vector<std::string> const& fields) { return record_of(fields, csv_field); }

} // namespace bedside
