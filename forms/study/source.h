// SPDX-License-Identifier: Apache-2.0
// Where the files of a study come from. Internal to this folder.
#pragma once

#include "forms/study/study.h"

namespace bedside::study {

class Source {
public:
    virtual ~Source() = default;
    /// The bytes of a file by its name relative to the study. Fails with invalid_study.
    virtual Result<std::string> read(std::string const& name) const = 0;
};

/// A study folder; "instruments/NAME.json" that the folder does not have comes from the program.
class FolderSource final : public Source {
public:
    explicit FolderSource(std::filesystem::path folder);
    Result<std::string> read(std::string const& name) const override;

private:
    std::filesystem::path m_folder;
};

/// Files in memory, and nothing else.
class MemorySource final : public Source {
public:
    explicit MemorySource(std::map<std::string, std::string> const& files);
    Result<std::string> read(std::string const& name) const override;

private:
    std::map<std::string, std::string> const& m_files;
};

/// Remembers what was read through it.
class RecordingSource final : public Source {
public:
    explicit RecordingSource(Source const& source);
    Result<std::string> read(std::string const& name) const override;
    std::map<std::string, std::string> const& files() const { return m_files; }

private:
    Source const& m_source;
    mutable std::map<std::string, std::string> m_files;
};

Result<Study> load_study_from(Source const& source);

} // namespace bedside::study
