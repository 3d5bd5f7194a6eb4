//! Sites of staff and of offenders, and the way between them.

use super::super::keys::{self, Unit};
use super::super::tree::Node;
use super::super::world::{Living, Passport, Sites, Travel};
use super::build::Named;
use super::work::position;
use super::{Fields, Known, Reader};

/// Most sites.
const MOST_SITES: usize = 64;

impl Reader<'_> {
    /// Names of the sites, before anything refers to them.
    pub(super) fn site_names(&mut self, staff: &[Named<'_>]) {
        for (node, name) in staff {
            let Some(site) = node.table().and_then(|table| table.get("site")) else { continue };
            let path = format!("staff.{name}.site");
            if let Some(text) = self.text_of(site, &path) {
                position(&mut self.sites, text);
                if self.sites.len() > MOST_SITES {
                    let message = format!("there are more than {MOST_SITES} sites");
                    self.error("limit", &path, site.at, message, "give several places one name");
                    self.sites.truncate(MOST_SITES);
                }
            }
        }
    }

    /// `site` of a group of staff.
    pub(super) fn site(&mut self, fields: &Fields) -> Option<usize> {
        let text = fields.get("site")?.text()?;
        self.sites.iter().position(|site| site == text)
    }

    /// The sites, with `[travel]` and where offenders live.
    pub(super) fn all_sites(&mut self, top: &Fields) -> Option<Sites> {
        let travel = match top.get("travel") {
            Some(node) => {
                let fields = self.fields(node, "travel", &keys::TRAVEL, &Passport::default())?;
                let within = self.number(&fields, "within", Unit::Duration);
                let between = self.number(&fields, "between", Unit::Duration);
                Some(Travel { within: within?, between: between? })
            }
            None => None,
        };
        let living = match top.get("offenders").and_then(Node::table).and_then(|offenders| offenders.get("site")) {
            Some(node) => Some(self.living(top, node)?),
            None => None,
        };
        Some(Sites { names: self.sites.clone(), travel, living })
    }

    fn living(&mut self, top: &Fields, node: &Node) -> Option<Living> {
        if self.sites.is_empty() {
            let message = "offenders have sites, and no staff has one";
            self.error("site", "offenders.site", node.at, message, "say `site` of [[staff]], or leave it out");
            return None;
        }
        let around = top.get("offenders")?;
        let passport = self.loose_passport(around, "offenders", &Passport::default());
        let names = self.sites.clone();
        let what = (Known::Site, "site", "write { North = \"45 %\", South = \"rest\" }");
        let (shares, rest) = self.shares_among(node, "offenders.site", &passport, what, &names)?;
        Some(Living { shares, rest })
    }
}
