//! The rows of a matrix (`table-list`).

use super::Reader;
use crate::domain::survey::Kind;
use crate::server::editing::findings::quoted;
use crate::server::surveys::xlsform::columns::Field;
use crate::server::surveys::xlsform::sheets::Row;

impl Reader<'_> {
    /// The rows of a matrix are choices from one list, asked alike.
    pub(super) fn matrix_row(&mut self, kind: Option<&Kind>, row: Row<'_>) {
        let in_matrix = self.in_matrix();
        let Some(open) = self.open.last_mut().filter(|_| in_matrix) else { return };
        let list = match kind {
            Some(Kind::One(choices) | Kind::Many(choices)) if choices.filter.is_none() => choices.list.clone(),
            // Calculations stand in no row; what had faults was told already.
            Some(Kind::Calculation(_)) | None => return,
            Some(Kind::One(_) | Kind::Many(_)) => {
                let problem = "a matrix (table-list) offers every choice in every row";
                return self.findings.fault(
                    row.place(Field::ChoiceFilter),
                    problem,
                    "take the filter or the table-list away",
                );
            }
            Some(_) => {
                let problem = "only select_one and select_multiple can be rows of a matrix (table-list)";
                return self.findings.fault(row.place(Field::Type), problem, "end the group before this row");
            }
        };
        let shared = open.list.get_or_insert_with(|| list.clone());
        if *shared != list {
            let problem = format!(
                "the rows of a matrix (table-list) share one list: this one has {}, the first {}",
                quoted(list.as_str()),
                quoted(shared.as_str())
            );
            self.findings.fault(row.place(Field::Type), problem, "use one list, or end the group before this row");
        }
    }
}
