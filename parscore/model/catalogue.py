"""The closed list of problem codes and the severity of each; their words stand in ``messages``."""

from collections.abc import Mapping
from typing import Final, Literal

_E: Final = "error"
_W: Final = "warning"
_N: Final = "note"

CATALOGUE: Final[Mapping[str, Literal["error", "warning", "note"]]] = {
    # PS0xx: the season folder
    "PS001": _E,  # no season here
    "PS002": _E,  # agencies.csv: a fault in a row or column
    "PS003": _E,  # criteria set not found
    "PS004": _E,  # criteria set has faults and cannot be used
    "PS005": _W,  # inbox missing or without workbooks
    "PS006": _E,  # an output cannot be written
    "PS007": _W,  # criteria set not valid in the season's year
    "PS008": _E,  # group without agencies
    "PS009": _E,  # the season's first stage is not the self-assessment
    "PS010": _E,  # agencies.csv missing or unreadable
    # PS01x: one writer at a time
    "PS011": _E,  # another run is writing in the season
    "PS012": _N,  # lock of a run that was killed: taken over
    "PS013": _E,  # lock of which it cannot be told whether its run is over
    "PS014": _E,  # no lock can be made
    # PS1xx: reading what came back
    "PS101": _E,  # no sheet carries the form's header
    "PS102": _E,  # row of a leaf missing
    "PS103": _W,  # row with a code that the criteria set does not have
    "PS104": _E,  # ambiguous number
    "PS105": _E,  # text where a number is due
    "PS106": _E,  # formula that was never calculated
    "PS107": _E,  # date where a number is due
    "PS108": _E,  # agency unknown or not named
    "PS109": _E,  # different files for one agency
    "PS110": _E,  # form of another year
    "PS111": _N,  # decomposed or look-alike text matched by its normal form
    "PS113": _E,  # password
    "PS114": _N,  # lock file of an open workbook
    "PS115": _E,  # another spreadsheet format
    "PS116": _E,  # not a spreadsheet
    "PS117": _E,  # damaged file
    "PS118": _E,  # document type definition or entity in the package
    "PS119": _E,  # a limit of size, count or time exceeded
    "PS120": _E,  # unsafe or ambiguous package
    "PS121": _E,  # no worksheet in the workbook
    "PS122": _E,  # cannot be opened (rights, folder, link, pipe)
    "PS123": _N,  # extension and content differ
    "PS124": _E,  # several sheets look like the form
    "PS125": _E,  # column of the form missing
    "PS126": _E,  # column of the form doubled
    "PS127": _E,  # row of a leaf doubled
    "PS128": _E,  # code and name of a row disagree
    "PS129": _N,  # code damaged, row found by its name
    "PS130": _E,  # maximum in the form differs from the criteria set
    "PS131": _N,  # same bytes received twice
    "PS132": _E,  # nothing received from an agency
    "PS133": _E,  # form not filled in
    "PS134": _N,  # hidden row, column or sheet was read
    "PS135": _E,  # score cell merged over several rows
    "PS136": _N,  # not a form: skipped
    "PS138": _N,  # columns that the form does not have
    "PS139": _E,  # file name and sheet name different agencies
    "PS140": _E,  # error value in a cell
    "PS141": _E,  # TRUE/FALSE where a number is due
    "PS142": _N,  # number written as text
    "PS143": _E,  # cached 0 from a program that does not calculate
    "PS144": _N,  # value of a formula used
    "PS146": _N,  # self-score on a leaf whose figures come from somebody else: not used
    "PS147": _E,  # figures.csv: a fault in a row
    "PS149": _E,  # form of another group
    "PS148": _W,  # claimed points cannot be read; the leaf is computed without them
    "PS150": _N,  # text written for a font of before Unicode, converted
    "PS151": _N,  # text whose bytes were read in the wrong code, put right
    "PS152": _N,  # letters lost (U+FFFD)
    "PS153": _E,  # .xls without the package that reads it
    "PS154": _E,  # .ods or .xlsb without LibreOffice
    "PS155": _N,  # read by another program
    "PS156": _E,  # the program that reads a format failed
    "PS157": _E,  # a report of the tool itself in the inbox
    "PS158": _N,  # cells that cannot be seen were read
    "PS159": _N,  # a simple formula too long to be calculated again
    "PS160": _W,  # the answers of two agencies are the same
    "PS161": _N,  # a cell shows another number than it stores
    "PS162": _W,  # a formula that depends on more than the form
    "PS163": _N,  # a number where the form has a formula
    "PS164": _E,  # a stored result contradicts its formula
    "PS165": _W,  # a number stands in another column of a row without one
    "PS167": _N,  # set aside: another form of the agency was chosen
    "PS168": _E,  # the form that was chosen is not among the agency's forms
    "PS169": _E,  # choices.csv: a fault in a row
    # PS19x: forms that parscore made
    "PS190": _W,  # form made from another version of the criteria set
    "PS191": _W,  # the form's hidden stamp cannot be read
    "PS192": _E,  # a form that is already there: kept
    "PS193": _E,  # folder of a new season not empty
    "PS194": _E,  # mapping of codes: a fault in the file or a row
    "PS195": _N,  # nothing of the previous season for an agency
    # PS2xx: values
    "PS201": _E,  # blank
    "PS202": _E,  # negative
    "PS203": _E,  # above the maximum
    "PS204": _E,  # not one of the options
    "PS205": _E,  # rate above 100 %
    "PS206": _E,  # zero denominator where the set provides no treatment
    "PS207": _W,  # claimed points differ from the computed ones
    "PS208": _W,  # the form's total differs from the sum of its rows
    "PS209": _E,  # "not assessed" where the set forbids it
    "PS210": _N,  # "not assessed" accepted, with its effect
    "PS211": _W,  # "not assessed" without a reason
    "PS212": _E,  # a count that is not a whole number
    "PS213": _E,  # points off the declared grid
    "PS214": _E,  # value outside the range of its input
    "PS215": _E,  # percent or share in doubt
    "PS216": _E,  # figures due from survey, statistics or appraiser are not in yet
    "PS217": _E,  # "not assessed" and data on the same leaf
    "PS218": _N,  # no case arose: treated as the set says, with its effect
    "PS219": _E,  # attribute of an agency missing, or not a number where a variant asks for one
    "PS220": _E,  # not a date that can be read
    "PS221": _W,  # a value that needs a reason without one
    "PS222": _W,  # best or mean of a group from part of its agencies
    "PS223": _E,  # never issued, where the rule says nothing of it
    "PS224": _E,  # source of a value that does not go with the leaf, the input or the rule
    "PS225": _N,  # not inspected: treated as the set says, with its effect
    "PS226": _E,  # not inspected where the set forbids it
    "PS227": _E,  # inspections.csv: a fault in a row
    "PS228": _W,  # inspected on a day outside the season's year
    "PS229": _E,  # units.csv: a fault in a row
    "PS230": _E,  # subordinate unit without one of its values
    "PS301": _W,  # points without evidence
    # PS5xx: definitions (criteria sets and season.yaml)
    "PS501": _E,  # YAML syntax
    "PS502": _E,  # duplicate key
    "PS503": _E,  # unknown key
    "PS504": _E,  # missing key
    "PS505": _E,  # wrong type or value
    "PS506": _E,  # YAML tag
    "PS507": _E,  # YAML anchor or alias
    "PS508": _E,  # unquoted code that YAML programs would change
    "PS509": _E,  # children do not add up to their parent
    "PS510": _W,  # counts or points differ from those the decision declares
    "PS511": _E,  # gap between tiers
    "PS512": _E,  # overlapping tiers
    "PS513": _E,  # branch that can never be reached
    "PS514": _E,  # impossible date or reversed period
    "PS515": _E,  # code used twice
    "PS516": _E,  # unknown rule family
    "PS517": _E,  # formula fault
    "PS518": _E,  # input unknown to the leaf, or never used
    "PS519": _E,  # points of a rule outside the leaf's maximum, or maximum out of reach
    "PS520": _E,  # bands of the classes
    "PS521": _E,  # tie-break key unknown
    "PS522": _E,  # file too large, too deep or not UTF-8
    "PS523": _E,  # a case of the set does not come out as stated
    "PS524": _W,  # code does not extend its parent's code
    "PS525": _E,  # condition on a leaf that is none, or conditions in a circle
    "PS526": _E,  # parts by weight do not hold every area exactly once
    "PS527": _E,  # unusable demotion
    "PS530": _E,  # no version of a set valid on the season's day
    "PS531": _E,  # several versions of a set valid on the season's day
    "PS532": _W,  # validity of two versions of a set overlaps
    "PS533": _E,  # season does without a source that the set does not call optional
    "PS534": _E,  # sources left out or optional: none of a leaf, or nothing left for the index
    "PS535": _E,  # figures of a source that the season says it did without
    # PS6xx: stages
    "PS601": _E,  # an appraisal is due and not made
    "PS602": _E,  # an explanation that no appraisal has answered
    "PS603": _N,  # a fault of a form that a later stage has settled
    "PS604": _E,  # appraisals: a fault in a row
    "PS605": _E,  # appraisals: contradictory acts of one stage
    "PS606": _N,  # appraisals: an act corrected by a later one of the same person
    "PS607": _W,  # appraisals: a file of no stage
    "PS610": _E,  # not a workbook of an appraisal or explanation
    "PS611": _E,  # such a workbook of another season, stage, group or criteria set
    "PS612": _E,  # its table not found
    "PS613": _E,  # a row that was not exported
    "PS614": _E,  # an exported row that is missing
    "PS615": _E,  # an exported row that is there twice
    "PS616": _E,  # conclusion and cells of a row that do not agree
    "PS617": _E,  # who, when or why missing
    "PS618": _E,  # points out of the bounds of their leaf
    "PS619": _E,  # figures that have changed since the export
    "PS620": _E,  # a row that contradicts what is there
    "PS621": _N,  # a row that corrects an earlier one of the same person
    "PS622": _E,  # the file of a stage that cannot be added to
    "PS623": _W,  # a workbook that is there already and was kept
    "PS624": _N,  # rows left blank
    # PS64x to PS66x: the survey
    "PS640": _E,  # no survey.yaml, or a questionnaire without ballots
    "PS641": _E,  # survey.yaml names what there is not, or contradicts itself
    "PS642": _E,  # a file of ballots that cannot be read, or of no or several questionnaires
    "PS643": _E,  # column missing or doubled in a file of ballots
    "PS644": _N,  # file or sheet without ballots: skipped
    "PS645": _N,  # hidden rows, columns or sheets counted
    "PS646": _W,  # ballot refused: agency unknown, or not surveyed
    "PS647": _W,  # ballot refused: respondent group unknown
    "PS648": _W,  # ballot refused: answer none of the options
    "PS649": _W,  # ballot refused: blank
    "PS650": _W,  # ballot refused: id stands twice
    "PS651": _W,  # ballot refused: contradicts itself
    "PS652": _W,  # ballot refused: without id
    "PS653": _W,  # ballot refused: question unknown
    "PS654": _W,  # ballot refused: cell that cannot be counted
    "PS655": _N,  # rows of a ballot repeated: counted once
    "PS656": _W,  # fewer ballots than the survey's plan asks for
    "PS657": _E,  # no result for an agency
    "PS659": _E,  # a figure both in survey.csv and in figures.csv
    "PS660": _W,  # survey.csv made from other ballots
    "PS661": _E,  # survey.csv: a fault in a row
    # PS7xx: ranking
    "PS701": _N,  # tie
    "PS702": _W,  # tie settled by the official order alone
    "PS703": _W,  # ranking incomplete
    "PS704": _N,  # source that the season does without: its leaves leave the maximum
    "PS705": _W,  # figures of a leaf outside the index are not in yet
    # PS80x, PS81x: the record, rechecking by it, and the lock of a season
    "PS801": _E,  # no record to check by
    "PS802": _E,  # input changed since it was scored
    "PS803": _E,  # input missing
    "PS804": _E,  # input that was not there when the season was scored
    "PS805": _E,  # input under the name of another
    "PS806": _E,  # output changed
    "PS807": _E,  # output missing
    "PS808": _N,  # output saved again: other bytes, same content
    "PS809": _E,  # record changed
    "PS810": _E,  # chain of records broken
    "PS811": _E,  # scoring again gives another result
    "PS812": _N,  # scored by another version
    "PS813": _E,  # season locked: not written
    "PS814": _E,  # season cannot be locked
    "PS815": _E,  # printed digest is that of no record
    "PS816": _E,  # lock names another record
    "PS817": _E,  # input changed while it was being read
    "PS818": _E,  # place at which a record was changed
    "PS819": _E,  # result that is not the one the season was locked with
    # PS82x: rechecking with the other reader, unlocking
    "PS820": _E,  # recorded cell that the other reader reads otherwise
    "PS821": _E,  # another cell of a form on which the readers disagree
    "PS822": _E,  # score that comes out otherwise from the other reader's values
    "PS823": _E,  # total, index, rank or class that does
    "PS824": _N,  # form of a format that the other reader does not know
    "PS825": _W,  # form that the other reader could not read
    "PS826": _E,  # season that is not locked cannot be unlocked
    "PS827": _N,  # season was unlocked: who, when, why
    "PS828": _E,  # log of unlocking that cannot be read
    # PS83x, PS84x: a published table
    "PS830": _E,  # a file that cannot be read as a table
    "PS831": _E,  # no table of agencies found in it
    "PS832": _E,  # several columns fit one role
    "PS833": _W,  # value that is no number: left out
    "PS834": _E,  # decimal sign of a column unknown or mixed
    "PS835": _E,  # parts do not make the total
    "PS836": _E,  # index is not points over maximum
    "PS837": _N,  # points and index imply another maximum than the others'
    "PS838": _E,  # rank contradicts score
    "PS839": _N,  # equal printed scores with different ranks
    "PS840": _E,  # agency twice
    "PS841": _E,  # overall mean weighted in no known way
    "PS842": _E,  # printed mean, highest or lowest is not that of the table
    "PS843": _W,  # class contradicts score
    "PS844": _W,  # value out of its bounds
    "PS845": _E,  # agency unknown to the season
    "PS846": _E,  # agencies of the season that the table does not have
    "PS847": _E,  # published values differ from the recomputed ones
    "PS848": _N,  # more decimals than the others of its column
    "PS849": _N,  # ranks that nobody has
    # PS86x: samples for people to check
    "PS860": _E,  # no sample: the result is not the recorded one
    "PS861": _W,  # seed too short
    "PS862": _N,  # rows of a worksheet not checked yet
    "PS863": _E,  # worksheet of another result, changed, or none
    "PS864": _E,  # row of a worksheet added, removed, doubled, or its numbers changed
    "PS865": _E,  # filled cell that cannot be used
    "PS866": _W,  # recorded points wrong by the evidence
    "PS867": _E,  # stated risk not reached
    "PS868": _E,  # statement that does not stand
    # PS85x: working papers
    "PS850": _E,  # a figure whose formula gives something else
    # PS88x: years compared, and figures exported
    "PS880": _E,  # mapping of agencies: a fault in the file, a row or column
    "PS881": _N,  # same id, another name
    "PS882": _W,  # agencies without a counterpart in the other year
    "PS883": _W,  # one of the two results is not final
    "PS884": _W,  # previous season not of an earlier year
    "PS885": _E,  # table of many years: a fault in a row or column
    "PS886": _E,  # library for Parquet missing
    # PS89x: documents
    "PS890": _E,  # library for PDF not installed
    "PS891": _E,  # template of the report unreadable
    "PS892": _E,  # template without the place for the report
    "PS896": _E,  # report of the standard set without the survey that it is about
}
