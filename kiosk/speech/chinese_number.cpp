// SPDX-License-Identifier: Apache-2.0
#include "kiosk/speech/chinese_number.h"

#include <array>
#include <charconv>

namespace bedside::speech {
namespace {

constexpr std::array<std::string_view, 10> digits { "ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3" };
constexpr std::size_t most_digits = 8; ///< longer ones are numbers of something, and said digit by digit

struct Measure {
    std::string_view word;
    std::string_view pinyin;
    std::string_view one; ///< yi2 before a fourth tone, yi4 before the others
};

constexpr std::array measures {
    Measure { "小时", "xiao3shi2", "yi4" },
    Measure { "分钟", "fen1zhong1", "yi4" },
    Measure { "毫克", "hao2ke4", "yi4" },
    Measure { "毫升", "hao2sheng1", "yi4" },
    Measure { "天", "tian1", "yi4" },
    Measure { "次", "ci4", "yi2" },
    Measure { "倍", "bei4", "yi2" },
    Measure { "个", "ge4", "yi2" },
    Measure { "片", "pian4", "yi2" },
    Measure { "周", "zhou1", "yi4" },
    Measure { "年", "nian2", "yi4" },
    Measure { "份", "fen4", "yi2" },
    Measure { "位", "wei4", "yi2" },
    Measure { "件", "jian4", "yi2" },
    Measure { "项", "xiang4", "yi2" },
    Measure { "台", "tai2", "yi4" },
    Measure { "题", "ti2", "yi4" },
};

/// One of these between two numbers is "to".
constexpr std::array<std::string_view, 6> dashes { "-", "–", "—", "~", "～", "至" };

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view leading_digits(std::string_view text)
{
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count]))
        ++count;
    return text.substr(0, count);
}

std::string one_by_one(std::string_view number)
{
    std::string out;
    for (char const c : number)
        out += (out.empty() ? "" : " ") + std::string(digits[static_cast<std::size_t>(c - '0')]);
    return out;
}

/// 1 to 9,999, as a part of a larger number where `inside`.
std::string below_ten_thousand(unsigned number, bool inside)
{
    constexpr std::array<std::string_view, 4> places { "qian1", "bai3", "shi2", "" };
    std::string out;
    bool gap = false;
    unsigned unit = 1000;
    for (auto const place : places) {
        auto const digit = number / unit % 10;
        unit /= 10;
        if (digit == 0) {
            gap = !out.empty() || inside;
            continue;
        }
        if (gap)
            out += out.empty() ? "ling2" : " ling2";
        gap = false;
        if (place == "shi2" && digit == 1 && out.empty() && !inside) {
            out += "shi2"; // 10 to 19
            continue;
        }
        auto const word = digit != 1 ? digits[digit] : place == "qian1" || place == "bai3" ? "yi4" : digits[1];
        bool const joined = out.empty() || (place.empty() && out.ends_with("shi2"));
        out += (joined ? "" : " ") + std::string(word) + std::string(place);
    }
    return out;
}

std::string cardinal(std::string_view number)
{
    if (number.size() > most_digits || (number.size() > 1 && number.front() == '0'))
        return one_by_one(number);
    unsigned value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    if (value == 0)
        return std::string(digits[0]);
    auto const high = value / 10'000;
    auto const low = value % 10'000;
    if (high == 0)
        return below_ten_thousand(low, false);
    auto out = high == 1 ? std::string("yi2wan4") : below_ten_thousand(high, false) + " wan4";
    if (low > 0)
        out += " " + below_ten_thousand(low, true);
    return out;
}

/// "10:30", hours from 0 to 24.
std::optional<ChineseNumber> time_of_day(std::string_view text, std::string_view hour)
{
    auto const rest = text.substr(hour.size());
    if (hour.size() > 2 || rest.size() < 3 || rest[0] != ':')
        return std::nullopt;
    auto const minute = leading_digits(rest.substr(1));
    auto const plain_hour = hour.size() == 2 && hour.front() == '0' ? hour.substr(1) : hour;
    if (minute.size() != 2 || minute.front() > '5' || (plain_hour.size() == 2 && plain_hour > "24"))
        return std::nullopt;
    std::string out = plain_hour == "2" ? "liang3" : cardinal(plain_hour);
    out += " dian3";
    if (minute != "00")
        out += minute.front() == '0' ? " ling2 " + cardinal(minute.substr(1)) + " fen1" : " " + cardinal(minute) + " fen1";
    return ChineseNumber { out, hour.size() + 1 + minute.size() };
}

std::size_t spaces(std::string_view text) { return text.starts_with(' ') ? 1 : 0; }

/// One and two with what they count.
std::optional<ChineseNumber> counted(std::string_view text, std::string_view number)
{
    if (number != "1" && number != "2")
        return std::nullopt;
    auto const space = spaces(text.substr(number.size()));
    for (auto const& measure : measures) {
        if (text.substr(number.size() + space).starts_with(measure.word))
            return ChineseNumber { std::string(number == "1" ? measure.one : "liang3") + std::string(measure.pinyin),
                number.size() + space + measure.word.size() };
    }
    return std::nullopt;
}

/// The number after a dash of a range, and the bytes up to it.
std::optional<std::size_t> dash_before_number(std::string_view text)
{
    auto const before = spaces(text);
    for (auto const dash : dashes) {
        if (!text.substr(before).starts_with(dash))
            continue;
        auto const after = before + dash.size() + spaces(text.substr(before + dash.size()));
        if (!leading_digits(text.substr(after)).empty())
            return after;
    }
    return std::nullopt;
}

} // namespace

std::optional<ChineseNumber> ChineseNumber::at_start_of(std::string_view text, NumberUse use)
{
    auto const number = leading_digits(text);
    if (number.empty())
        return std::nullopt;
    if (number.size() == 4 && text.substr(4 + spaces(text.substr(4))).starts_with("年"))
        return ChineseNumber { one_by_one(number), 4 };
    auto said = time_of_day(text, number);
    if (!said) {
        said = ChineseNumber { cardinal(number), number.size() };
        auto const rest = text.substr(number.size());
        if (auto const decimals = rest.starts_with('.') ? leading_digits(rest.substr(1)) : ""; !decimals.empty()) {
            said->pinyin += " dian3 " + one_by_one(decimals);
            said->bytes += 1 + decimals.size();
        } else if (auto const amount = use == NumberUse::amount ? counted(text, number) : std::nullopt) {
            return amount;
        }
    }
    auto const rest = text.substr(said->bytes);
    if (rest.starts_with("%") || rest.starts_with("％")) {
        said->pinyin = "bai3 fen1 zhi1 " + said->pinyin;
        said->bytes += rest.starts_with("%") ? 1u : 3u;
    }
    if (auto const other = dash_before_number(text.substr(said->bytes))) {
        auto const upper = at_start_of(text.substr(said->bytes + *other), use);
        said->pinyin += " dao4 " + upper->pinyin;
        said->bytes += *other + upper->bytes;
    }
    return said;
}

} // namespace bedside::speech
