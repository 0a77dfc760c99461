// SPDX-License-Identifier: Apache-2.0
// A FHIR R4 transaction Bundle of PUTs: written around resources whose bytes stay as they are, and read once.
#pragma once

#include "forms/engine/json.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::wire {

/// Deepest nesting of JSON that is read.
inline constexpr int deepest_json = 64;
/// Largest transaction that is read, bytes.
inline constexpr std::size_t largest_transaction = 8u << 20;
/// Most resources in one transaction.
inline constexpr std::size_t most_entries = 1000;

struct ResourceName {
    std::string type;
    std::string id;
    std::string path() const { return type + "/" + id; }
};
/// Type and id of a resource. Fails with invalid_data.
Result<ResourceName> name_of(forms::Json const& resource);
/// The same of a resource's text. Fails with invalid_data.
Result<ResourceName> name_of_resource(std::string_view json);

class TransactionWriter {
public:
    /// PUT type/id of this JSON, which goes in as it is.
    void put(ResourceName const& name, std::string_view resource);
    /// The Bundle.
    std::string finish() &&;

private:
    std::string m_entries;
};

/// A transaction that was read: every entry is a PUT of its own resource.
class Transaction {
public:
    struct Entry {
        ResourceName name;
        forms::Json const* resource;
        std::string_view source; ///< the resource's exact bytes
    };

    /// `json` must outlive the transaction. Fails with invalid_data (not clean UTF-8, not JSON, not a transaction of PUTs) or too_large.
    static Result<Transaction> parse(std::string_view json);
    std::vector<Entry> const& entries() const { return m_entries; }
    /// Whether the first entry is of this type.
    bool begins_with(std::string_view type) const { return !m_entries.empty() && m_entries.front().name.type == type; }

private:
    Transaction() = default;
    forms::Json m_bundle;
    std::vector<Entry> m_entries; ///< into m_bundle
};

} // namespace bedside::wire
