// SPDX-License-Identifier: Apache-2.0
// Study files from a folder, from the program and from memory.
#include "forms/study/source.h"

#include "forms/base/durable_file.h"
#include "forms/instruments/instruments.h"

namespace bedside::study {
namespace {

constexpr std::string_view instruments_folder = "instruments/";
constexpr std::uintmax_t largest_file = 16u << 20;

/// Relative, and inside the study: no "..", no absolute path, no backslash.
bool stays_inside(std::string const& name)
{
    std::filesystem::path const path(name);
    if (name.empty() || path.is_absolute() || name.find('\\') != std::string::npos)
        return false;
    for (auto const& part : path) {
        if (part == ".." || part == "." || part.empty())
            return false;
    }
    return true;
}

} // namespace

FolderSource::FolderSource(std::filesystem::path folder)
    : m_folder(std::move(folder))
{
}

Result<std::string> FolderSource::read(std::string const& name) const
{
    if (!stays_inside(name))
        return fail(Code::invalid_study, "'" + name + "' must be a file inside the study folder");
    auto const path = m_folder / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        if (name.starts_with(instruments_folder) && name.ends_with(".json")) {
            auto const instrument = std::string_view(name).substr(instruments_folder.size(), name.size() - instruments_folder.size() - 5);
            if (auto const shipped = forms::shipped_instrument(instrument))
                return std::string(*shipped);
            return fail(Code::invalid_study, "there is no instrument '" + std::string(instrument) + "'; see the list in forms/instruments");
        }
        return fail(Code::invalid_study, "the study folder has no file '" + name + "'");
    }
    auto bytes = read_file(path, largest_file);
    if (!bytes && bytes.error().code == Code::too_large)
        return fail(Code::invalid_study, "the file '" + name + "' is larger than 16 MB");
    return bytes;
}

MemorySource::MemorySource(std::map<std::string, std::string> const& files)
    : m_files(files)
{
}

Result<std::string> MemorySource::read(std::string const& name) const
{
    auto const found = m_files.find(name);
    if (found == m_files.end())
        return fail(Code::invalid_study, "the study has no file '" + name + "'; publish it again");
    return found->second;
}

RecordingSource::RecordingSource(Source const& source)
    : m_source(source)
{
}

Result<std::string> RecordingSource::read(std::string const& name) const
{
    auto bytes = TRY(m_source.read(name));
    m_files[name] = bytes;
    return bytes;
}

} // namespace bedside::study
