// SPDX-License-Identifier: Apache-2.0
// study.toml into a Study, every reference checked.
#include "forms/study/alert_rule.h"
#include "forms/study/source.h"
#include "forms/study/toml_table.h"

#include <algorithm>

namespace bedside::study {
namespace {

using forms::Definition;
using forms::Item;

constexpr int longest_study_days = 3660;

/// The tables of an array of tables, in order; empty when the key is absent.
Result<std::vector<toml::table const*>> tables(toml::table const& root, std::string_view key)
{
    std::vector<toml::table const*> all;
    auto const* node = root.get(key);
    if (!node)
        return all;
    if (!node->is_array_of_tables())
        return refuse_at(node->source(), "write '" + std::string(key) + "' as [[" + std::string(key) + "]]");
    for (auto const& element : *node->as_array())
        all.push_back(element.as_table());
    return all;
}

template <typename T>
bool contains(std::vector<T> const& all, T const& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

class Loader {
public:
    explicit Loader(Source const& source)
        : m_source(source)
    {
    }

    Result<Study> head()
    {
        auto const root = TRY(parsed());
        TRY(load_head(root));
        return std::move(m_study);
    }

    Result<Study> load()
    {
        auto const root = TRY(parsed());
        TRY(load_head(root));
        for (auto const* table : TRY(tables(root, "form")))
            TRY(load_form(*table));
        for (auto const* table : TRY(tables(root, "visit")))
            TRY(load_visit(*table));
        for (auto const* table : TRY(tables(root, "diary")))
            TRY(load_diary(*table));
        for (auto const* table : TRY(tables(root, "alert")))
            m_study.alerts.push_back(TRY(read_alert_rule(*table, m_study)));
        TRY(load_opioid(root));
        TRY(load_tablet(root));
        if (m_study.forms.empty() || m_study.visits.empty())
            return refuse_at(root.source(), "a study needs at least one [[form]] and one [[visit]]");
        return std::move(m_study);
    }

private:
    Result<toml::table> parsed() const
    {
        auto const text = TRY(m_source.read("study.toml"));
        toml::table root;
        try {
            root = toml::parse(text, std::string_view("study.toml"));
        } catch (toml::parse_error const& error) {
            return refuse_at(error.source(), std::string(error.description()));
        }
        TRY(TomlTable::checked(root, "study.toml", { "study", "form", "visit", "diary", "alert", "opioid", "tablet" }));
        return root;
    }

    Result<bool> load_head(toml::table const& root)
    {
        auto const* node = root.get("study");
        if (!node || !node->is_table())
            return refuse_at(root.source(), "the table [study] is missing");
        auto const table = TRY(TomlTable::checked(*node->as_table(), "[study]",
            { "id", "version", "title", "time-zone", "languages", "demonstration", "simulated", "anchors", "treatment-anchor", "background-pain-limit", "late-counts", "pack-keys" }));
        m_study.id = TRY(table.name("id"));
        m_study.version = TRY(table.name("version"));
        m_study.languages = TRY(table.list("languages"));
        if (m_study.languages.empty())
            return table.refuse("languages", "[study] needs 'languages', the first is the default");
        for (auto const& language : m_study.languages) {
            if (!is_name(language))
                return table.refuse("languages", "'" + language + "' is no BCP-47 language tag");
        }
        m_study.title = TRY(table.localized("title", m_study.languages));
        m_study.time_zone = TRY(table.text("time-zone"));
        auto zone = Zone::named(m_study.time_zone);
        if (!zone)
            return table.refuse("time-zone", zone.error().message);
        m_study.zone = *zone;
        m_study.demonstration = TRY(table.flag_or("demonstration", false));
        m_study.simulated = TRY(table.flag_or("simulated", false));
        m_study.late_counts = TRY(table.flag_or("late-counts", false));
        for (auto const& text : TRY(table.list("pack-keys"))) {
            auto key = from_hex(text);
            if (!key || key->size() != 32)
                return table.refuse("pack-keys", "a key in 'pack-keys' must be 64 hexadecimal digits, as bedside-admin pack build prints it");
            m_study.pack_keys.push_back(std::move(*key));
        }
        m_study.anchors = TRY(table.list("anchors"));
        for (auto const& anchor : m_study.anchors) {
            if (!is_name(anchor))
                return table.refuse("anchors", "the anchor '" + anchor + "' may hold only letters, digits, '.', '_' and '-'");
        }
        m_study.treatment_anchor = TRY(table.text_or("treatment-anchor", ""));
        if (!m_study.treatment_anchor.empty())
            TRY(check_anchor(table, "treatment-anchor", m_study.treatment_anchor));
        m_study.background_pain_limit = TRY(table.whole_or("background-pain-limit", 0, 10, 4));
        return true;
    }

    Result<bool> load_form(toml::table const& node)
    {
        auto const table = TRY(TomlTable::checked(node, "[[form]]", { "id", "instrument", "file", "minutes", "staff", "recall-days", "only-for", "pack" }));
        StudyForm form;
        form.id = TRY(table.name("id"));
        if (m_study.form(form.id))
            return table.refuse("id", "the form '" + form.id + "' is defined twice");
        if (table.has("instrument") == table.has("file"))
            return table.refuse("id", "the form '" + form.id + "' needs either 'instrument' or 'file'");
        form.file = table.has("file") ? TRY(table.text("file")) : "instruments/" + TRY(table.name("instrument")) + ".json";
        form.minutes = TRY(table.whole_or("minutes", 1, 240, 1));
        form.staff = TRY(table.flag_or("staff", false));
        form.recall_days = TRY(table.whole_or("recall-days", 0, 366, 0));
        form.only_for = TRY(table.list("only-for"));

        auto source = m_source.read(form.file);
        if (!source)
            return table.refuse(table.has("file") ? "file" : "instrument", source.error().message);
        if (table.has("pack"))
            TRY(apply_wording_pack(table, form, *source));
        auto definition = forms::load_questionnaire(*source);
        if (!definition)
            return table.refuse("id", "the form '" + form.id + "' (" + form.file + ") cannot be used: " + definition.error().message);
        if (!m_study.demonstration && definition->wording == forms::Wording::demonstration)
            return table.refuse("id", "the form '" + form.id + "' has demonstration wording, and this is no demonstration study: import its wording pack");
        form.source = std::move(*source);
        form.definition = std::make_shared<Definition const>(std::move(*definition));
        m_study.forms.push_back(std::move(form));
        return true;
    }

    /// Checks the pack and puts its words into `questionnaire`. Its dates are checked where there is a date: at import and publication.
    Result<bool> apply_wording_pack(TomlTable const& table, StudyForm& form, std::string& questionnaire)
    {
        auto const folder = TRY(table.text("pack"));
        if (!table.has("instrument"))
            return table.refuse("pack", "a wording pack belongs to a shipped 'instrument'");
        packs::Files files;
        for (auto const* name : { "manifest.json", "manifest.sig", "wording.json" }) {
            auto bytes = m_source.read(folder + "/" + name);
            if (!bytes)
                return table.refuse("pack", bytes.error().message);
            files.emplace(name, std::move(*bytes));
        }
        auto const instrument = TRY(table.text("instrument"));
        auto const pack = packs::verify_pack(files, m_study.pack_keys, { .instrument = instrument, .study = m_study.id, .today = {} }, packs::Audio::left_out);
        if (!pack)
            return table.refuse("pack", pack.error().message);
        auto worded = packs::apply_pack(questionnaire, *pack);
        if (!worded)
            return table.refuse("pack", worded.error().message);
        questionnaire = std::move(*worded);
        form.pack = pack->manifest;
        form.pack_folder = folder;
        form.recordings = packs::recordings_of(*pack);
        return true;
    }

    Result<bool> load_visit(toml::table const& node)
    {
        auto const table = TRY(TomlTable::checked(node, "[[visit]]", { "id", "title", "anchor", "unit", "target", "before", "after", "forms", "only-for" }));
        Visit visit;
        visit.id = TRY(table.name("id"));
        if (m_study.visit(visit.id))
            return table.refuse("id", "the visit '" + visit.id + "' is defined twice");
        if (parse_date(visit.id))
            return table.refuse("id", "a visit may not be named like a date, because diary days are");
        visit.title = TRY(table.localized("title", m_study.languages));
        visit.anchor = TRY(table.text("anchor"));
        TRY(check_anchor(table, "anchor", visit.anchor));
        auto const unit = TRY(table.text_or("unit", "days"));
        if (unit != "days" && unit != "hours")
            return table.refuse("unit", "'unit' must be \"days\" or \"hours\"");
        visit.in_hours = unit == "hours";
        auto const longest = longest_study_days * (visit.in_hours ? 24 : 1);
        visit.target = TRY(table.whole("target", -longest, longest));
        visit.window_before = TRY(table.whole("before", 0, longest));
        visit.window_after = TRY(table.whole("after", 0, longest));
        if (visit.in_hours && visit.window_before + visit.window_after == 0)
            return table.refuse("before", "a window in hours needs a length: give 'before' or 'after' a value");
        visit.forms = TRY(table.list("forms"));
        if (visit.forms.empty())
            return table.refuse("forms", "the visit '" + visit.id + "' has no 'forms'");
        for (auto const& form : visit.forms)
            TRY(check_form(table, "forms", form));
        visit.only_for = TRY(table.list("only-for"));
        m_study.visits.push_back(std::move(visit));
        return true;
    }

    Result<bool> load_diary(toml::table const& node)
    {
        auto const table = TRY(TomlTable::checked(node, "[[diary]]",
            { "id", "kind", "form", "anchor", "first-day", "last-day", "onset-item", "real-time-hours", "late-hours", "opens", "closes-next-day" }));
        Diary diary;
        diary.id = TRY(table.name("id"));
        auto const kind = TRY(table.text("kind"));
        if (kind != "event" && kind != "end-of-day")
            return table.refuse("kind", "'kind' must be \"event\" or \"end-of-day\"");
        diary.kind = kind == "event" ? DiaryKind::event : DiaryKind::end_of_day;
        diary.form = TRY(table.text("form"));
        TRY(check_form(table, "form", diary.form));
        if (m_study.diary_of_form(diary.form))
            return table.refuse("form", "the form '" + diary.form + "' already belongs to a diary");
        diary.anchor = TRY(table.text("anchor"));
        TRY(check_anchor(table, "anchor", diary.anchor));
        diary.first_day = TRY(table.whole("first-day", -longest_study_days, longest_study_days));
        diary.last_day = TRY(table.whole("last-day", -longest_study_days, longest_study_days));
        if (diary.last_day < diary.first_day)
            return table.refuse("last-day", "'last-day' lies before 'first-day'");
        auto const is_event = diary.kind == DiaryKind::event;
        for (auto const* key : { "onset-item", "real-time-hours", "late-hours" }) {
            if (!is_event && table.has(key))
                return table.refuse(key, std::string("'") + key + "' belongs to a diary of the kind \"event\"");
        }
        for (auto const* key : { "opens", "closes-next-day" }) {
            if (is_event && table.has(key))
                return table.refuse(key, std::string("'") + key + "' belongs to a diary of the kind \"end-of-day\"");
        }
        if (is_event) {
            diary.onset_item = TRY(table.text("onset-item"));
            auto const* item = m_study.form(diary.form)->definition->find(diary.onset_item);
            if (!item || !std::holds_alternative<forms::DateTimeItem>(item->kind))
                return table.refuse("onset-item", "the form '" + diary.form + "' has no dateTime item '" + diary.onset_item + "'");
            diary.real_time_hours = TRY(table.whole_or("real-time-hours", 0, 24 * 14, 2));
            diary.late_hours = TRY(table.whole_or("late-hours", 0, 24 * 14, 24));
            if (diary.late_hours < diary.real_time_hours)
                return table.refuse("late-hours", "'late-hours' counts from the onset and cannot be less than 'real-time-hours'");
        } else {
            diary.opens_minute = TRY(table.minute_of_day_or("opens", 18 * 60));
            diary.closes_minute_next_day = TRY(table.minute_of_day_or("closes-next-day", 12 * 60));
            if (diary.closes_minute_next_day > diary.opens_minute)
                return table.refuse("closes-next-day", "a day's record must close before the next one opens");
        }
        m_study.diaries.push_back(std::move(diary));
        return true;
    }

    Result<bool> load_opioid(toml::table const& root)
    {
        auto const* node = root.get("opioid");
        if (!node)
            return true;
        if (!node->is_table())
            return refuse_at(node->source(), "write the opioid settings as [opioid]");
        auto const table = TRY(TomlTable::checked(*node->as_table(), "[opioid]", { "form", "ratio", "warn-mg-per-day" }));
        m_study.opioid.form = TRY(table.text("form"));
        TRY(check_form(table, "form", m_study.opioid.form));
        auto const ratio = TRY(table.text_or("ratio", "5:1"));
        auto const colon = ratio.find(':');
        auto const part = [](std::string const& digits) {
            auto const plain = !digits.empty() && digits.size() <= 4 && std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return c >= '0' && c <= '9'; });
            return plain ? std::stoi(digits) : 0;
        };
        m_study.opioid.ratio_numerator = colon == std::string::npos ? 0 : part(ratio.substr(0, colon));
        m_study.opioid.ratio_denominator = colon == std::string::npos ? 0 : part(ratio.substr(colon + 1));
        if (m_study.opioid.ratio_numerator == 0 || m_study.opioid.ratio_denominator == 0)
            return table.refuse("ratio", "'ratio' must be two whole numbers such as \"5:1\" (mg morphine for each mg hydromorphone)");
        m_study.opioid.warn_mg_per_day = TRY(table.whole_or("warn-mg-per-day", 1, 10'000, 10));
        return true;
    }

    Result<bool> load_tablet(toml::table const& root)
    {
        auto const* node = root.get("tablet");
        if (!node)
            return true;
        if (!node->is_table())
            return refuse_at(node->source(), "write the tablets' settings as [tablet]");
        auto const table = TRY(TomlTable::checked(*node->as_table(), "[tablet]", { "reminders", "quiet-from", "quiet-to", "alert-sound" }));
        auto& tablet = m_study.tablet;
        tablet.reminders = TRY(table.minutes_of_day("reminders"));
        tablet.quiet_from = TRY(table.minute_of_day_or("quiet-from", tablet.quiet_from));
        tablet.quiet_to = TRY(table.minute_of_day_or("quiet-to", tablet.quiet_to));
        tablet.alert_sound = TRY(table.flag_or("alert-sound", false));
        for (int const minute : tablet.reminders) {
            if (tablet.is_quiet(minute))
                return table.refuse("reminders", "a time in 'reminders' lies between 'quiet-from' and 'quiet-to'");
        }
        return true;
    }

    Result<bool> check_anchor(TomlTable const& table, std::string_view key, std::string const& anchor) const
    {
        if (!contains(m_study.anchors, anchor))
            return table.refuse(key, "the anchor '" + anchor + "' is not in the study's 'anchors'");
        return true;
    }

    Result<bool> check_form(TomlTable const& table, std::string_view key, std::string const& form) const
    {
        if (!m_study.form(form))
            return table.refuse(key, "no [[form]] has the id '" + form + "'");
        return true;
    }

    Source const& m_source;
    Study m_study;
};

} // namespace

Result<Study> load_study_from(Source const& source)
{
    return Loader(source).load();
}

Result<Study> load_study_head(std::string const& toml)
{
    std::map<std::string, std::string> const files { { "study.toml", toml } };
    MemorySource const source(files);
    return Loader(source).head();
}

Result<Study> load_study(std::filesystem::path const& folder) { return load_study_from(FolderSource(folder)); }

Result<Study> load_study(std::map<std::string, std::string> const& files) { return load_study_from(MemorySource(files)); }

} // namespace bedside::study
