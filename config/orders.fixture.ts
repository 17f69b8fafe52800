/** Boston 311 orders as its city exports them, for tests and benchmarks. */
export const BOSTON_HEADER =
  'case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,case_title,subject,reason,type,queue,department,submittedphoto,closedphoto,location,fire_district,pwd_district,city_council_district,police_district,neighborhood,neighborhood_services_district,ward,precinct,location_street_name,location_zipcode,latitude,longitude,source';

/** An order in Roslindale, closed where a time is given. Times are local, `yyyy-MM-dd HH:mm:ss`. */
export const bostonOrder = (no: number, title: string, opened: string, closed = ''): string =>
  `${no},${opened},2011-08-20 12:00:00,${closed},,${closed ? 'Closed' : 'Open'},,${title},,Highway Maintenance,Pothole,,PWDx,,,,,,,,Roslindale,,,,,,42.2839,-71.1447,Self Service`;
