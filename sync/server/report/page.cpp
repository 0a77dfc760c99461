// SPDX-License-Identifier: Apache-2.0
// The report as one HTML page that needs nothing else and prints on A4: what a paper's results section shows. The CSVs have every number.
#include "sync/server/markup/markup.h"
#include "sync/server/report/export.h"
#include "sync/server/report/groups.h"
#include "sync/server/report/plots.h"

#include "embedded_report_assets.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <initializer_list>

namespace bedside::report {
namespace {

/// Cells of a table by the values of its first columns.
class Lookup {
public:
    Lookup(std::vector<Table> const& tables, std::string_view name)
        : m_table(*std::find_if(tables.begin(), tables.end(), [&](auto const& one) { return one.name == name; }))
    {
    }
    /// The row that has these values in these columns; nullptr when there is none.
    std::vector<std::string> const* row(std::initializer_list<std::pair<char const*, std::string>> const& key) const
    {
        for (auto const& row : m_table.rows) {
            if (std::all_of(key.begin(), key.end(), [&](auto const& one) { return row[column(one.first)] == one.second; }))
                return &row;
        }
        return nullptr;
    }
    std::string text(std::vector<std::string> const* row, char const* name) const { return row ? (*row)[column(name)] : std::string(); }
    std::optional<double> number(std::vector<std::string> const* row, char const* name) const
    {
        auto const cell = text(row, name);
        double value = 0;
        auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
        return cell.empty() || error != std::errc() ? std::nullopt : std::optional(value);
    }
    Table const& table() const { return m_table; }

private:
    std::size_t column(std::string_view name) const { return static_cast<std::size_t>(std::find(m_table.columns.begin(), m_table.columns.end(), name) - m_table.columns.begin()); }
    Table const& m_table;
};

std::string fixed(std::optional<double> value, int digits)
{
    if (!value)
        return "–";
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", digits, *value);
    std::string const shown = text;
    auto const is_zero = shown.find_first_not_of("-0.") == std::string::npos;
    return shown.starts_with('-') ? (is_zero ? "" : "−") + shown.substr(1) : shown;
}

std::string p_text(std::optional<double> p) { return !p ? "–" : *p < 0.001 ? "&lt;&nbsp;0.001" : fixed(p, 3); }
std::string interval_text(std::optional<double> low, std::optional<double> high, int digits) { return low && high ? "(" + fixed(low, digits) + " to " + fixed(high, digits) + ")" : ""; }
std::string share_text(std::string const& part, std::string const& whole)
{
    auto const all = std::atoi(whole.c_str());
    return all == 0 ? "–" : part + "/" + whole + " (" + fixed(100.0 * std::atoi(part.c_str()) / all, 0) + " %)";
}

class Page {
public:
    Page(Collected const& data, Allocation const& allocation, std::vector<Table> const& tables)
        : m_data(data)
        , m_tables(tables)
        , m_arms(arms_of(allocation))
    {
        if (m_arms.empty())
            m_arms = { Group::everybody };
        for (auto const& visit : data.ground.study.visits)
            m_visits.push_back(visit.id);
    }

    std::string html(bool blinded)
    {
        auto const& study = m_data.ground.study;
        std::string style;
        for (auto const& file : assets::files()) {
            if (file.name == "report.css")
                style = file.bytes;
        }
        m_html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(study.id) + "</title><style>" + style + "</style></head><body>\n<header><h1>" + escaped(study.title.in("en"))
            + "</h1><p>Study " + escaped(study.id) + ", version " + escaped(study.version) + " · " + std::to_string(m_data.ground.participants.size()) + " participants · " + std::to_string(m_data.forms) + " forms · as of " + escaped(iso8601(m_data.ground.as_of).substr(0, 16))
            + "</p><p class=\"kind\">" + (blinded ? "Blinded: pooled results only." : "By arm as randomised.") + (study.simulated ? " <strong>Simulated: no patient stands behind these numbers.</strong>" : study.demonstration ? " <strong>Demonstration study.</strong>" : "") + "</p></header>\n";
        participants();
        compliance_matrix();
        m_html += "<section><h2>Pain</h2>";
        plots({ "NRS_AVERAGE", "NRS_WORST" }, 10);
        by_visit("NRS_AVERAGE", 1);
        responders();
        m_html += "</section>\n<section><h2>Breakthrough pain</h2><p class=\"note\">Episodes a day over the evaluable diary days of the week that ends on the visit's day. An episode on uncontrolled background pain (above "
            + std::to_string(study.background_pain_limit) + ") is a flare: it counts on the right only.</p>";
        plots({ "BTP_PER_DAY", "EPISODES_PER_DAY" }, {});
        by_visit("BTP_PER_DAY", 2);
        by_visit("EPISODES_PER_DAY", 2);
        m_html += "</section>\n<section><h2>Opioid consumption</h2>";
        plots({ "DOSE_IT_MORPHINE_EQ" }, {});
        by_visit("DOSE_IT_MORPHINE_EQ", 2);
        m_html += "</section>\n<section><h2>Quality of life</h2>";
        quality_of_life();
        m_html += "</section>\n<section><h2>Side effects</h2>";
        side_effect_matrix();
        m_html += "</section>\n<section><h2>Rotation: an intercurrent event</h2>";
        whole_table("rotation");
        m_html += "<p class=\"note\">" + escaped(Lookup(m_tables, "described_on_treatment").table().note) + "</p>";
        by_visit("NRS_AVERAGE", 1, "_on_treatment");
        by_visit("DOSE_IT_MORPHINE_EQ", 2, "_on_treatment");
        m_html += "</section>\n<section><h2>Pain of 7 or more at visits</h2>";
        severe_at_visits();
        m_html += "</section>\n<section><h2>How it was computed</h2><ul>";
        for (auto const& table : m_tables)
            m_html += "<li><b>" + escaped(table.name) + ".csv</b> " + escaped(table.title) + ". " + escaped(table.note) + "</li>";
        return m_html + "</ul></section>\n</body></html>\n";
    }

private:
    void plots(std::initializer_list<char const*> codes, std::optional<double> highest)
    {
        Lookup const rows(m_tables, "described");
        m_html += "<div class=\"plots\">";
        for (auto const* code : codes) {
            auto const measure = std::find_if(measures().begin(), measures().end(), [&](auto const& one) { return one.code == code; });
            std::vector<Series> series;
            for (auto const& arm : m_arms) {
                Series one { arm == Group::everybody ? "everybody" : arm, {} };
                for (auto const& visit : m_visits) {
                    auto const* row = rows.row({ { "measure", code }, { "arm", arm }, { "visit", visit } });
                    auto const mean = rows.number(row, "mean");
                    one.marks.push_back(mean ? std::optional(Mark { *mean, rows.number(row, "ci_low").value_or(*mean), rows.number(row, "ci_high").value_or(*mean) }) : std::nullopt);
                }
                series.push_back(std::move(one));
            }
            m_html += line_plot(measure->label, measure->unit, m_visits, series, highest);
        }
        m_html += "</div>\n";
    }

    /// Arms beside each other, visit by visit, with change, difference and p.
    void by_visit(char const* code, int digits, std::string const& suffix = "")
    {
        auto const measure = std::find_if(measures().begin(), measures().end(), [&](auto const& one) { return one.code == code; });
        Lookup const rows(m_tables, "described" + suffix);
        Lookup const pairs(m_tables, "compared" + suffix);
        auto const two = m_arms.size() == 2;
        m_html += "<table><caption>" + escaped(measure->label) + " (" + escaped(measure->unit) + ")" + (suffix.empty() ? "" : ", while on treatment") + "</caption><thead><tr><th rowspan=\"2\" scope=\"col\">Visit</th>";
        for (auto const& arm : m_arms)
            m_html += "<th colspan=\"4\" scope=\"colgroup\">" + escaped(arm == Group::everybody ? "everybody" : arm) + "</th>";
        m_html += two ? "<th colspan=\"4\" scope=\"colgroup\">" + escaped(m_arms[0] + " − " + m_arms[1]) + "</th></tr><tr>" : "</tr><tr>";
        for (std::size_t i = 0; i < m_arms.size(); ++i)
            m_html += "<th scope=\"col\">n</th><th scope=\"col\">mean (SD)</th><th scope=\"col\">median [quartiles]</th><th scope=\"col\">change (95 %), p</th>";
        m_html += two ? "<th scope=\"col\">difference (95 %)</th><th scope=\"col\">p</th><th scope=\"col\">p, Holm</th><th scope=\"col\">p, ranks</th></tr></thead><tbody>" : "</tr></thead><tbody>";
        for (auto const& visit : m_visits) {
            m_html += "<tr><th scope=\"row\">" + escaped(visit) + "</th>";
            for (auto const& arm : m_arms) {
                auto const* row = rows.row({ { "measure", code }, { "arm", arm }, { "visit", visit } });
                auto const change = rows.number(row, "change");
                if (!rows.number(row, "mean")) {
                    m_html += "<td>0</td><td></td><td></td><td></td>";
                    continue;
                }
                m_html += "<td>" + rows.text(row, "n") + "</td><td>" + fixed(rows.number(row, "mean"), digits) + " (" + fixed(rows.number(row, "sd"), digits) + ")</td><td>" + fixed(rows.number(row, "median"), digits) + " [" + fixed(rows.number(row, "q1"), digits) + ", "
                    + fixed(rows.number(row, "q3"), digits) + "]</td><td>" + (change ? fixed(change, digits) + " " + interval_text(rows.number(row, "change_ci_low"), rows.number(row, "change_ci_high"), digits) + ", " + p_text(rows.number(row, "p_t")) : "–") + "</td>";
            }
            if (two) {
                auto const* row = pairs.row({ { "measure", code }, { "visit", visit } });
                if (!pairs.number(row, "difference"))
                    m_html += "<td></td><td></td><td></td><td></td>";
                else
                    m_html += "<td>" + fixed(pairs.number(row, "difference"), digits) + " " + interval_text(pairs.number(row, "ci_low"), pairs.number(row, "ci_high"), digits) + "</td><td>" + p_text(pairs.number(row, "p_welch")) + "</td><td>" + p_text(pairs.number(row, "p_welch_holm")) + "</td><td>"
                    + p_text(pairs.number(row, "p_mann_whitney")) + "</td>";
            }
            m_html += "</tr>";
        }
        m_html += "</tbody></table>\n";
    }

    void participants()
    {
        Lookup const rows(m_tables, "flow");
        auto const count = [&](char const* step, std::string const& arm, std::string const& visit = "") { return std::atoi(rows.text(rows.row({ { "step", step }, { "visit", visit }, { "arm", arm } }), "participants").c_str()); };
        std::vector<FlowArm> arms;
        for (auto const& arm : m_arms) {
            auto const pooled = arm == Group::everybody;
            arms.push_back({ pooled ? "On study" : "Allocated to " + arm, count(pooled ? "in the roster" : "allocated", arm), count("treated", arm), count("withdrawn", arm), count("died", arm), count("rotated", arm), count("completed", arm), count("analysed", arm, m_visits.back()) });
            if (pooled)
                arms.back().allocated -= count("screened only", arm);
        }
        m_html += "<section><h2>Participants</h2>" + flow_diagram(count("in the roster", Group::everybody), count("screened only", Group::everybody), arms, m_visits.back()) + "</section>\n";
    }

    void compliance_matrix()
    {
        Lookup const rows(m_tables, "compliance");
        m_html += "<section><h2>Compliance</h2><table><caption>Valid forms of those expected</caption><thead><tr><th scope=\"col\">Form</th>";
        auto columns = m_visits;
        columns.push_back("diary");
        for (auto const& visit : columns)
            m_html += "<th scope=\"col\">" + escaped(visit) + "</th>";
        m_html += "</tr></thead><tbody>";
        for (auto const& form : m_data.ground.study.forms) {
            std::string cells;
            bool any = false;
            for (auto const& visit : columns) {
                auto const* row = rows.row({ { "visit", visit }, { "form", form.id } });
                any = any || row;
                cells += "<td>" + (row ? share_text(rows.text(row, "valid"), rows.text(row, "expected")) : std::string()) + "</td>";
            }
            if (any)
                m_html += "<tr><th scope=\"row\">" + escaped(form.definition->title.in("en")) + "</th>" + cells + "</tr>";
        }
        m_html += "</tbody></table><p class=\"note\">" + escaped(rows.table().note) + "</p></section>\n";
    }

    void responders()
    {
        Lookup const rows(m_tables, "pain_response");
        auto const two = m_arms.size() == 2;
        for (auto const& [response, title] : { std::pair("meaningful", "Average pain less by 2 points or 30 %"), std::pair("halved", "Average pain less by half") }) {
            m_html += std::string("<table><caption>") + title + ", of those rated before</caption><thead><tr><th scope=\"col\">Visit</th>";
            for (auto const& arm : m_arms)
                m_html += "<th scope=\"col\">" + escaped(arm == Group::everybody ? "everybody" : arm) + "</th>";
            m_html += two ? "<th scope=\"col\">difference (95 %)</th><th scope=\"col\">p, Fisher</th></tr></thead><tbody>" : "</tr></thead><tbody>";
            for (std::size_t v = 1; v < m_visits.size(); ++v) {
                m_html += "<tr><th scope=\"row\">" + escaped(m_visits[v]) + "</th>";
                for (auto const& arm : m_arms) {
                    auto const* row = rows.row({ { "response", response }, { "visit", m_visits[v] }, { "arm", arm } });
                    m_html += "<td>" + share_text(rows.text(row, "responders"), rows.text(row, "observed")) + "</td>";
                }
                auto const* row = rows.row({ { "response", response }, { "visit", m_visits[v] }, { "arm", Group::everybody } });
                if (two)
                    m_html += "<td>" + fixed(rows.number(row, "difference"), 2) + " " + interval_text(rows.number(row, "ci_low"), rows.number(row, "ci_high"), 2) + "</td><td>" + p_text(rows.number(row, "p_fisher")) + "</td>";
                m_html += "</tr>";
            }
            m_html += "</tbody></table>\n";
        }
    }

    void quality_of_life()
    {
        Lookup const rows(m_tables, "described");
        Lookup const pairs(m_tables, "compared");
        std::vector<std::string> names;
        for (auto const& arm : m_arms) {
            for (auto const& visit : { m_visits.front(), m_visits.back() })
                names.push_back((arm == Group::everybody ? "" : arm + " ") + visit);
        }
        std::vector<std::string> codes;
        for (auto const& scale : scoring::qlq_c30_scales())
            codes.emplace_back(scale.code);
        codes.emplace_back("SUMMARY");
        std::vector<Bar> bars;
        for (auto const& code : codes) {
            Bar bar { code == "SUMMARY" ? "SUM" : code, {} };
            for (auto const& arm : m_arms) {
                for (auto const& visit : { m_visits.front(), m_visits.back() })
                    bar.values.push_back(rows.number(rows.row({ { "measure", code }, { "arm", arm }, { "visit", visit } }), "mean"));
            }
            bars.push_back(std::move(bar));
        }
        m_html += bar_plot("QLQ-C30 mean scores", names, bars) + "<p class=\"note\">QL2, PF2 to SF and SUMMARY: higher is better. FA to FI: higher is worse.</p><div class=\"plots\">";
        plots({ "QL2", "SUMMARY" }, 100);
        m_html += "</div><table class=\"dense\"><caption>QLQ-C30, mean (SD) [n]; p: Welch's t between the arms</caption><thead><tr><th scope=\"col\">Scale</th><th scope=\"col\">Arm</th>";
        for (auto const& visit : m_visits)
            m_html += "<th scope=\"col\">" + escaped(visit) + "</th>";
        m_html += "</tr></thead><tbody>";
        for (auto const& code : codes) {
            for (auto const& arm : m_arms) {
                m_html += "<tr><th scope=\"row\">" + (arm == m_arms.front() ? code : std::string()) + "</th><td>" + escaped(arm == Group::everybody ? "" : arm) + "</td>";
                for (auto const& visit : m_visits) {
                    auto const* row = rows.row({ { "measure", code }, { "arm", arm }, { "visit", visit } });
                    m_html += "<td>" + fixed(rows.number(row, "mean"), 1) + " (" + fixed(rows.number(row, "sd"), 1) + ") [" + rows.text(row, "n") + "]</td>";
                }
                m_html += "</tr>";
            }
            if (m_arms.size() == 2) {
                m_html += "<tr class=\"p\"><th></th><td>p</td>";
                for (auto const& visit : m_visits)
                    m_html += "<td>" + p_text(pairs.number(pairs.row({ { "measure", code }, { "visit", visit } }), "p_welch")) + "</td>";
                m_html += "</tr>";
            }
        }
        m_html += "</tbody></table>\n";
    }

    void side_effect_matrix()
    {
        Lookup const severity(m_tables, "side_effect_severity");
        m_html += "<div class=\"plots\">";
        for (auto const* effect : { "constipation", "nausea", "vomiting", "drowsiness" }) {
            std::vector<Stack> stacks;
            for (auto const& visit : m_visits) {
                for (auto const& arm : m_arms) {
                    auto const* row = severity.row({ { "side_effect", effect }, { "visit", visit }, { "arm", arm } });
                    Stack stack { visit, arm == Group::everybody ? "" : arm, {} };
                    for (auto const* column : { "severity_0", "severity_1", "severity_2", "severity_3", "severity_4" })
                        stack.counts.push_back(std::atoi(severity.text(row, column).c_str()));
                    stacks.push_back(std::move(stack));
                }
            }
            auto label = std::string(effect);
            label[0] = static_cast<char>(label[0] - 'a' + 'A');
            m_html += stacked_plot(label, stacks);
        }
        Lookup const rows(m_tables, "side_effects");
        m_html += "</div><table class=\"dense\"><caption>Severity 1 or more, of those observed; p: Fisher's exact test</caption><thead><tr><th scope=\"col\">Side effect</th><th scope=\"col\">Arm</th>";
        for (auto const& visit : m_visits)
            m_html += "<th scope=\"col\">" + escaped(visit) + "</th>";
        m_html += "</tr></thead><tbody>";
        for (auto const& effect : side_effects()) {
            for (auto const& arm : m_arms) {
                m_html += "<tr><th scope=\"row\">" + (arm == m_arms.front() ? escaped(effect) : std::string()) + "</th><td>" + escaped(arm == Group::everybody ? "" : arm) + "</td>";
                for (auto const& visit : m_visits) {
                    auto const* row = rows.row({ { "side_effect", effect }, { "visit", visit }, { "arm", arm } });
                    m_html += "<td>" + share_text(rows.text(row, "severity_1_or_more"), rows.text(row, "observed")) + "</td>";
                }
                m_html += "</tr>";
            }
            if (m_arms.size() == 2) {
                m_html += "<tr class=\"p\"><th></th><td>p</td>";
                for (auto const& visit : m_visits)
                    m_html += "<td>" + p_text(rows.number(rows.row({ { "side_effect", effect }, { "visit", visit }, { "arm", Group::everybody } }), "p_fisher")) + "</td>";
                m_html += "</tr>";
            }
        }
        m_html += "</tbody></table>\n";
    }

    static bool is_number(std::string const& cell) { return !cell.empty() && cell.find_first_not_of("0123456789.-") == std::string::npos && cell.find('.') != std::string::npos; }

    void rows_of(Table const& table, std::vector<std::vector<std::string>> const& rows)
    {
        m_html += "<table class=\"list\"><caption>" + escaped(table.title) + "</caption><thead><tr>";
        for (auto const& column : table.columns) {
            auto words = column;
            std::replace(words.begin(), words.end(), '_', ' ');
            m_html += "<th scope=\"col\">" + escaped(words) + "</th>";
        }
        m_html += "</tr></thead><tbody>";
        for (auto const& row : rows) {
            m_html += "<tr>";
            for (auto const& cell : row)
                m_html += "<td>" + (is_number(cell) ? fixed(std::atof(cell.c_str()), 2) : cell.size() > 19 && cell[10] == 'T' ? escaped(cell.substr(0, 10) + " " + cell.substr(11, 5)) : escaped(cell)) + "</td>";
            m_html += "</tr>";
        }
        m_html += rows.empty() ? "<tr><td colspan=\"" + std::to_string(table.columns.size()) + "\">none</td></tr></tbody></table>\n" : std::string("</tbody></table>\n");
    }
    void whole_table(char const* name)
    {
        auto const& table = Lookup(m_tables, name).table();
        rows_of(table, table.rows);
    }
    /// The first visit's ratings are what the treatment is for, and the diary's are in the CSV.
    void severe_at_visits()
    {
        auto const& table = Lookup(m_tables, "severe_pain").table();
        std::vector<std::vector<std::string>> rows;
        for (auto const& row : table.rows) {
            if (row[2] == "pain-nrs" && row[3] != m_visits.front())
                rows.push_back(row);
        }
        m_html += "<p class=\"note\">After " + escaped(m_visits.front()) + ". All " + std::to_string(table.rows.size()) + " ratings, also before treatment and in the diary, are in severe_pain.csv.</p>";
        rows_of(table, rows);
    }

    Collected const& m_data;
    std::vector<Table> const& m_tables;
    std::vector<std::string> m_arms; ///< those of the allocation, or everybody
    std::vector<std::string> m_visits;
    std::string m_html;
};

} // namespace

std::string report_page(Collected const& data, Allocation const& allocation, std::vector<Table> const& tables) { return Page(data, allocation, tables).html(allocation.empty()); }

} // namespace bedside::report
